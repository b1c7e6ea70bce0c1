/**
 * As much of a SIP server as timing an INVITE needs: over WebSocket (RFC 7118) it answers REGISTER with 200 and
 * INVITE with 100, then 486, so that the next call can follow at once. It counts what it was sent.
 */
import { randomBytes } from 'node:crypto';
import { WebSocketServer } from 'ws';

export async function startResponder() {
  const counts = new Map();
  const server = new WebSocketServer({
    host: '127.0.0.1',
    port: 0,
    handleProtocols: (protocols) => (protocols.has('sip') ? 'sip' : false),
  });
  server.on('connection', (socket) => {
    socket.on('message', (data) => {
      const request = parse(data.toString());
      if (!request) return;
      counts.set(request.method, (counts.get(request.method) ?? 0) + 1);
      for (const response of answers(request)) socket.send(response);
    });
  });
  await new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject));
  return {
    url: `ws://127.0.0.1:${server.address().port}`,
    /** How many requests of a method have come. */
    count: (method) => counts.get(method) ?? 0,
    close: () =>
      new Promise((resolve) => {
        for (const client of server.clients) client.terminate();
        server.close(resolve);
      }),
  };
}

/** A request's method and headers; `null` for a response or a keep-alive. */
function parse(text) {
  const [head] = text.split('\r\n\r\n', 1);
  const [start = '', ...lines] = head.split('\r\n');
  const method = /^([A-Z]+) \S+ SIP\/2\.0$/.exec(start)?.[1];
  if (!method) return null;
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return { name: line.slice(0, colon).trim().toLowerCase(), line };
  });
  return { method, headers };
}

function answers(request) {
  switch (request.method) {
    case 'ACK':
      return [];
    case 'REGISTER':
      return [answer(request, '200 OK', [...lines(request, 'contact'), 'Expires: 300'])];
    case 'INVITE':
      return [answer(request, '100 Trying'), answer(request, '486 Busy Here')];
    default:
      return [answer(request, '200 OK')];
  }
}

function answer(request, status, extra = []) {
  const tag = `;tag=${randomBytes(6).toString('hex')}`;
  const to = lines(request, 'to').map((line) => (/;tag=/.test(line) || status.startsWith('100') ? line : line + tag));
  const copied = ['via', 'from', 'call-id', 'cseq'].flatMap((name) => lines(request, name));
  return [`SIP/2.0 ${status}`, ...copied, ...to, ...extra, 'Content-Length: 0', '', ''].join('\r\n');
}

function lines(request, name) {
  return request.headers.filter((header) => header.name === name).map((header) => header.line);
}
