/**
 * As much of a SIP server as timing an INVITE needs: over WebSocket (RFC 7118) it answers REGISTER with 200 and
 * INVITE with 100, then 486, so that the next call can follow at once. It counts what it was sent. It calls too, and
 * gives up again.
 */
import { randomBytes } from 'node:crypto';
import { WebSocketServer } from 'ws';

export async function startResponder() {
  const counts = new Map();
  /** Who has registered last, by user: how to reach them. */
  const registered = new Map();
  const server = new WebSocketServer({
    host: '127.0.0.1',
    port: 0,
    handleProtocols: (protocols) => (protocols.has('sip') ? 'sip' : false),
  });
  server.on('connection', (socket) => {
    socket.on('message', (data) => {
      const text = data.toString();
      if (/^SIP\/2\.0 [3-6]/.test(text)) acknowledge(socket, text);
      const request = parse(text);
      if (!request) return;
      counts.set(request.method, (counts.get(request.method) ?? 0) + 1);
      if (request.method === 'REGISTER') remember(registered, request, socket);
      for (const response of answers(request)) socket.send(response);
    });
  });
  await new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject));
  return {
    url: `ws://127.0.0.1:${server.address().port}`,
    /** How many requests of a method have come. */
    count: (method) => counts.get(method) ?? 0,
    /** Rings at a registered user, with this offer. Returns how to give up. */
    ring: (user, offer) => ring(registered.get(user), user, offer),
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

function remember(registered, request, socket) {
  const [to] = lines(request, 'to');
  const user = /sip:([^@]+)@/.exec(to)?.[1];
  const contact = /<([^>]+)>/.exec(lines(request, 'contact')[0] ?? '')?.[1];
  if (user && contact) registered.set(user, { contact, socket });
}

function ring(reached, user, offer) {
  if (!reached) throw new Error(`${user} has not registered`);
  const { contact, socket } = reached;
  const [branch, tag, id] = [0, 1, 2].map(() => randomBytes(8).toString('hex'));
  const head = (method) => [
    `${method} ${contact} SIP/2.0`,
    `Via: SIP/2.0/WS bench.invalid;branch=z9hG4bK${branch}`,
    'Max-Forwards: 70',
    `From: "Trần Thị Thanh Hoa" <sip:0912345678@bench.invalid>;tag=${tag}`,
    `To: <sip:${user}@bench.invalid>`,
    `Call-ID: ${id}`,
    `CSeq: 1 ${method}`,
  ];
  const body = ['Contact: <sip:0912345678@bench.invalid;transport=ws>', 'Content-Type: application/sdp'];
  const length = `Content-Length: ${Buffer.byteLength(offer)}`;
  socket.send([...head('INVITE'), ...body, length, '', offer].join('\r\n'));
  return () => socket.send([...head('CANCEL'), 'Content-Length: 0', '', ''].join('\r\n'));
}

/** RFC 3261 §17.1.1.3: the ACK of a refusal goes the way of its INVITE. */
function acknowledge(socket, response) {
  const line = (name) => new RegExp(`^${name}:.*$`, 'im').exec(response)?.[0] ?? '';
  if (!line('CSeq').includes('INVITE')) return;
  const to = /<([^>]+)>/.exec(line('To'))?.[1] ?? 'sip:bench.invalid';
  const copied = ['Via', 'From', 'To', 'Call-ID'].map(line);
  const own = [line('CSeq').replace('INVITE', 'ACK'), 'Max-Forwards: 70', 'Content-Length: 0', '', ''];
  socket.send([`ACK ${to} SIP/2.0`, ...copied, ...own].join('\r\n'));
}
