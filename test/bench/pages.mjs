/**
 * The three phones of the bench, each in a page of its own with the same two functions on `window.bench`:
 * `start(server, user)` registers, `call()` places one call and tells the ms from the call to its INVITE on the wire
 * and how many candidates that INVITE carried.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { build } from 'vite';

/** Reads the page's own clock where the WebSocket is handed the INVITE; the same for all three. */
const stopwatch = `
  const send = WebSocket.prototype.send;
  let waiting = null;
  WebSocket.prototype.send = function (data) {
    const now = performance.now();
    if (waiting && typeof data === 'string' && data.startsWith('INVITE ')) {
      waiting({ now, candidates: data.split('\\r\\na=candidate:').length - 1 });
      waiting = null;
    }
    return send.call(this, data);
  };
  const nextInvite = () => new Promise((resolve) => { waiting = resolve; });
  /** Runs \`place\`, which starts a call; the call is over when \`ended\` resolves. */
  window.measure = async (place, ended) => {
    const invite = nextInvite();
    const started = performance.now();
    place();
    const { now, candidates } = await invite;
    await ended;
    return { ms: now - started, candidates };
  };
`;

/** What one writes to use each library with its defaults and no ICE server. */
const programs = {
  'bfc-webphone': `
    let ended = () => {};
    const sdk = new BfcWebphoneSDK();
    window.bench = {
      start: async (server, user) => {
        const { error } = await sdk.init({
          sip: { uri: 'sip:' + user + '@bench.invalid', password: 'x', servers: [server] },
          logLevel: 'silent',
          listeners: { callEnded: () => ended() },
        });
        if (error) throw new Error(error.code);
      },
      call: () => measure(() => void sdk.makeCall('1002'), new Promise((resolve) => { ended = resolve; })),
    };
  `,
  'SIP.js SessionManager': `
    import { SessionManager } from 'sip.js/lib/platform/web/session-manager/index.js';
    let manager;
    let ended = () => {};
    window.bench = {
      start: async (server, user) => {
        let registered;
        const done = new Promise((resolve) => { registered = resolve; });
        manager = new SessionManager(server, {
          aor: 'sip:' + user + '@bench.invalid',
          media: { constraints: { audio: true, video: false } },
          delegate: { onRegistered: () => registered(), onCallHangup: () => ended() },
          userAgentOptions: {
            logBuiltinEnabled: false,
            authorizationUsername: user,
            authorizationPassword: 'x',
            // Its default is a public STUN server.
            sessionDescriptionHandlerFactoryOptions: { peerConnectionConfiguration: { iceServers: [] } },
          },
        });
        await manager.connect();
        await manager.register();
        await done;
      },
      call: () => measure(
        () => void manager.call('sip:1002@bench.invalid'),
        new Promise((resolve) => { ended = resolve; }),
      ),
    };
  `,
  JsSIP: `
    import * as JsSIP from 'jssip';
    let ua;
    window.bench = {
      start: (server, user) => new Promise((resolve, reject) => {
        ua = new JsSIP.UA({
          sockets: [new JsSIP.WebSocketInterface(server)],
          uri: 'sip:' + user + '@bench.invalid',
          password: 'x',
        });
        ua.on('registered', () => resolve());
        ua.on('registrationFailed', () => reject(new Error('registrationFailed')));
        ua.start();
      }),
      call: () => {
        let ended;
        const over = new Promise((resolve) => { ended = resolve; });
        return measure(() => ua.call('sip:1002@bench.invalid', {
          mediaConstraints: { audio: true, video: false },
          pcConfig: { iceServers: [] },
          eventHandlers: { failed: () => ended(), ended: () => ended() },
        }), over);
      },
    };
  `,
};

export const names = Object.keys(programs);

/**
 * Bundles and serves the pages.
 * @param {{ root: string, work: string }} places the project; an empty directory for what is made
 */
export async function servePages({ root, work }) {
  const ours = readFileSync(join(root, 'dist/sdk.min.js'), 'utf8');
  const scripts = { 'bfc-webphone': `${ours}\n;{${programs['bfc-webphone']}}` };
  const bare = { 'bfc-webphone': ours };
  for (const [name, kept] of [
    ['SIP.js SessionManager', `export { SessionManager } from 'sip.js/lib/platform/web/session-manager/index.js';`],
    ['JsSIP', `import * as JsSIP from 'jssip'; export { JsSIP };`],
  ]) {
    scripts[name] = await bundle({ root, work, code: programs[name] });
    bare[name] = await bundle({ root, work, code: kept });
  }

  const server = createServer((request, response) => {
    const [, index, file] = /^\/(\d)(\/script\.js)?$/.exec(request.url ?? '') ?? [];
    const name = names[Number(index)];
    if (name === undefined) response.writeHead(404).end();
    else if (file) response.writeHead(200, { 'content-type': 'text/javascript' }).end(scripts[name]);
    else {
      response
        .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
        .end(
          `<!doctype html><title>${name}</title><script>{${stopwatch}}</script><script src="/${index}/script.js"></script>`,
        );
    }
  });
  await new Promise((resolve, reject) => server.listen(0, '127.0.0.1', resolve).once('error', reject));
  return {
    url: (name) => `http://127.0.0.1:${server.address().port}/${names.indexOf(name)}`,
    /** Each library alone, minified. */
    bare,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

/** One classic script out of a few lines of module. */
export async function bundle({ root, work, code }) {
  const entry = join(root, 'test/bench/virtual-entry.js');
  const result = await build({
    root,
    configFile: false,
    logLevel: 'error',
    define: { global: 'globalThis', 'process.env.NODE_ENV': '"production"' },
    plugins: [
      {
        name: 'bench-entry',
        resolveId: (id) => (id === entry ? id : undefined),
        load: (id) => (id === entry ? code : undefined),
      },
    ],
    build: {
      outDir: work,
      write: false,
      rolldownOptions: {
        input: entry,
        preserveEntrySignatures: 'strict',
        output: { format: 'iife', name: 'benched', entryFileNames: 'script.js' },
      },
    },
  });
  return result.output[0].code;
}
