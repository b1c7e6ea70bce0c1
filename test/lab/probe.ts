import { createSocket } from 'node:dgram';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';

/** Sends one datagram to a port of this machine; true when an answer that pleases comes back. */
export function udpAnswers(port: number, message: string, pleases: (answer: string) => boolean): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    const done = (answer: boolean) => {
      clearTimeout(timer);
      socket.close();
      resolve(answer);
    };
    const timer = setTimeout(done, 200, false);
    socket.on('message', (data) => done(pleases(data.toString())));
    socket.on('error', () => done(false));
    socket.bind(0, '127.0.0.1', () => {
      const own = socket.address().port;
      socket.send(message.replaceAll('%PORT%', String(own)), port, '127.0.0.1');
    });
  });
}

/** A SIP OPTIONS to the server itself (RFC 3261 §11). */
export function sipAnswers(port: number): Promise<boolean> {
  const tag = Math.random().toString(36).slice(2);
  const request = [
    `OPTIONS sip:127.0.0.1:${port} SIP/2.0`,
    `Via: SIP/2.0/UDP 127.0.0.1:%PORT%;branch=z9hG4bK${tag};rport`,
    'Max-Forwards: 1',
    `From: <sip:probe@127.0.0.1>;tag=${tag}`,
    `To: <sip:127.0.0.1:${port}>`,
    `Call-ID: ${tag}`,
    'CSeq: 1 OPTIONS',
    'Content-Length: 0',
    '\r\n',
  ].join('\r\n');
  return udpAnswers(port, request, (answer) => answer.startsWith('SIP/2.0 200'));
}

export function tcpAccepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const done = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.on('connect', () => done(true));
    socket.on('error', () => done(false));
  });
}

/** Whether somebody has bound this UDP port, without sending anything to it. */
export async function udpBound(port: number): Promise<boolean> {
  const table = await readFile('/proc/self/net/udp', 'utf8');
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  return table.split('\n').some((row) => row.trim().split(/\s+/)[1]?.endsWith(`:${hex}`));
}
