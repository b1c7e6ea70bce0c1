/** SIP's WebSocket transport (RFC 7118) on an HTTP server that others use too. */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { isLocalOrigin } from './local-only.js';
import type { SipServer } from './sip-server.js';

export const sipPath = '/ws';

/** A WebRTC INVITE is 3–6 kB. What is bigger than this closes its connection (1009). */
const maxFrame = 64 * 1024;
const maxConnections = 200;

export interface SipWebSockets {
  /** Closes them all. */
  close(): void;
}

export function serveSip(http: Server, sip: SipServer): SipWebSockets {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxFrame,
    handleProtocols: (offered) => (offered.has('sip') ? 'sip' : false),
  });
  sockets.on('connection', (socket: WebSocket, request: IncomingMessage) => attach(socket, request, sip));

  http.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    if (new URL(request.url ?? '/', 'http://localhost').pathname !== sipPath) return;
    const protocols = (request.headers['sec-websocket-protocol'] ?? '').split(/\s*,\s*/);
    if (!protocols.includes('sip')) {
      refuse(stream, '400 Bad Request');
      return;
    }
    if (!isLocalOrigin(request.headers.origin)) {
      refuse(stream, '403 Forbidden');
      return;
    }
    if (sip.size >= maxConnections) {
      refuse(stream, '503 Service Unavailable');
      return;
    }
    sockets.handleUpgrade(request, stream, head, (socket) => sockets.emit('connection', socket, request));
  });

  return {
    close() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
}

function attach(socket: WebSocket, request: IncomingMessage, sip: SipServer): void {
  const connection = sip.accept({
    address: request.socket.remoteAddress ?? '127.0.0.1',
    port: request.socket.remotePort ?? 0,
    send: (text) => socket.send(text),
  });
  socket.on('message', (data) => {
    const text = decode(data);
    if (text !== null) connection.receive(text);
  });
  socket.on('close', () => connection.closed());
  // Broken and oversized frames: ws closes the connection itself, there is nothing to add.
  socket.on('error', () => {});
}

/** SIP may come in binary frames too (RFC 7118 §4.2), as long as it is UTF-8. */
function decode(data: RawData): string | null {
  const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as ArrayBuffer);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function refuse(stream: Duplex, status: string): void {
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
