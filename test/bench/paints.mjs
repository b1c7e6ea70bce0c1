/**
 * What an agent waits for: from a press to the frame that shows what it did, and from an INVITE in the socket to the
 * frame with the caller. The presses are real input; a time is from the event's own time stamp to the first task after
 * the frame (requestAnimationFrame, then a message), so it counts the way to the page, the work and the paint.
 * Before each press a button beside the phone is pressed that does no more than show another text: the floor, what a
 * press costs on this machine at this moment before any of ours.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { bundle } from './pages.mjs';

const slowdown = 4;
const warmUp = 2;
const pressLimit = 100;
const inviteLimit = 300;

/** Runs in the page before everything else. */
const stopwatch = `
  /** What is drawn, step by step through the shadow roots. */
  window.find = (path) => path.split(' >>> ').reduce((at, step) => (at?.shadowRoot ?? at)?.querySelector(step), document);
  /** Ms from the next event of that kind to the task after the frame in which \`isDone\` holds. */
  window.time = (type, isDone) => new Promise((resolve) => {
    const begin = ({ timeStamp }) => {
      const look = () => {
        if (!isDone()) return void requestAnimationFrame(look);
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(performance.now() - timeStamp);
        port2.postMessage(null);
      };
      requestAnimationFrame(look);
    };
    window.addEventListener(type, begin, { capture: true, once: true });
  });
  window.WebSocket = class extends WebSocket {
    constructor(...given) {
      super(...given);
      this.addEventListener('message', ({ data }) => {
        if (typeof data === 'string' && data.startsWith('INVITE ')) window.dispatchEvent(new Event('invite'));
      });
    }
  };
`;

/** What each page does after its elements are there. */
const programs = {
  /** A phone on a server. */
  server: () => `
    const element = document.querySelector('bfc-webphone');
    window.start = (server) => {
      element.setAttribute('sip-uri', 'sip:3001@bench.invalid');
      element.setAttribute('sip-servers', server);
      element.setAttribute('sip-password', 'x');
      element.setAttribute('tabs', 'false');
    };
  `,
  /** A phone with calls and people of the past. */
  account: (root) => `
    import { createSimulator } from ${JSON.stringify(join(root, 'src/testing.ts'))};
    const numbers = Array.from({ length: 200 }, (_, index) => String(900_000_000 + index * 4321));
    const contacts = numbers.map((number, index) => ({
      id: 'c' + index, name: 'Nguyễn Thị Hoa ' + index, phones: ['0' + number],
      company: null, email: null, avatar_url: null,
    }));
    const histories = numbers.map((number, index) => ({
      id: 'h' + index, direction: index % 3 ? 'inbound' : 'outbound',
      from: index % 3 ? '0' + number : '1001', to: index % 3 ? '1001' : '0' + number, name: null, hotline_id: null,
      started_at: new Date(Date.now() - index * 3_000_000).toISOString(), answered_at: null, ended_at: null,
      duration: index % 5 ? 60 + index : 0, status: index % 5 ? 'answered' : 'missed',
      note: null, rate: null, report: null, recording_url: null,
    }));
    const simulator = createSimulator({ simulate: { clock: 'real', account: { histories, contacts } } });
    document.querySelector('bfc-webphone').phone = simulator.phone;
    window.start = () => simulator.phone.execute({ type: 'start' });
  `,
  /** A call needs a far side that answers; the elements are the built ones. */
  call: (root) => `
    import { createSimulator } from ${JSON.stringify(join(root, 'src/testing.ts'))};
    const simulator = createSimulator({ simulate: { clock: 'real' } });
    document.querySelector('bfc-webphone').phone = simulator.phone;
    window.start = async () => {
      await simulator.phone.execute({ type: 'start' });
      simulator.remoteRings({ name: 'Hoa' });
      await simulator.phone.execute({ type: 'answer' });
    };
  `,
};

/** Beside the phone, in every page. */
const plainButton = `
  const plain = document.createElement('button');
  plain.id = 'plain';
  plain.textContent = 'off';
  plain.onclick = () => (plain.textContent = plain.textContent === 'off' ? 'on' : 'off');
  document.body.append(plain);
`;

const phone = (path) => `bfc-webphone >>> ${path}`;
const dialpad = (path) => phone(`bfc-dialpad >>> ${path}`);
const settings = (path) => phone(`bfc-settings >>> ${path}`);
const panel = (path) => phone(`bfc-call-panel >>> ${path}`);
const sheet = (path) => panel(`bfc-transfer-dialog >>> ${path}`);
const act = (name) => `[data-act=${name}]`;
const there = (path) => `Boolean(find('${path}'))`;
const gone = (path) => `!find('${path}')`;

/**
 * In each page, a round of presses that ends where it began: what is pressed, how it looks when that has worked, and
 * what it is called where it is measured.
 */
const walks = {
  account: [
    [dialpad('.key'), there(dialpad(act('erase'))), 'key of the keypad'],
    [dialpad(act('erase')), gone(dialpad(act('erase')))],
    [phone('#tab-history'), there(phone('bfc-call-history >>> .row-text')), 'history, 200 calls'],
    [phone('#tab-keypad'), there(dialpad('.key')), 'back to the keypad'],
    [phone('#tab-contacts'), there(phone('bfc-contact-list >>> .go')), 'contacts, 200 people'],
    [phone('#tab-keypad'), there(dialpad('.key'))],
  ],
  server: [
    [phone(act('settings')), there(settings('#input')), 'settings'],
    [settings('#tab-help'), there(settings(act('check'))), 'settings: help'],
    [settings(act('shortcuts')), there(phone('.keys-sheet')), 'list of the keys'],
    [phone(act('close-keys')), there(settings(act('check')))],
    [settings('#tab-sound'), there(settings('#input'))],
    [phone(act('settings')), gone(settings('*'))],
  ],
  call: [
    [panel(act('mute')), there(panel(`${act('mute')}.on`)), 'mute'],
    [panel(act('mute')), gone(panel(`${act('mute')}.on`))],
    [panel(act('hold')), there(panel(`${act('hold')}.on`)), 'hold'],
    [panel(act('hold')), gone(panel(`${act('hold')}.on`))],
    [panel(act('keypad')), there(panel('bfc-dialpad >>> .key')), 'keypad in a call'],
    [panel(act('keypad')), gone(panel('bfc-dialpad'))],
    [panel(act('transfer')), there(sheet('input')), 'transfer'],
    [sheet(act('close')), gone(sheet('input'))],
  ],
};
const plain = ['#plain', `find('#plain').textContent !== text`];

/**
 * `first` are the presses of a page that was just loaded, `floors` those of the plain button meanwhile.
 * @returns {Promise<{ slowdown: number, paints: { what: string, times: number[], limit: number, first?: number[], floors?: number[] }[] }>}
 */
export async function measurePaints({ browser, responder, root, work, rounds }) {
  const site = await serve({ root, work });
  const context = await browser.newContext();
  const paints = [];
  try {
    for (const [name, walk] of Object.entries(walks)) {
      const measured = walk.flatMap(([, , what]) =>
        what ? [{ what, limit: pressLimit, times: [], first: [], floors: [] }] : [],
      );
      paints.push(...measured);
      for (let load = 0; load < Math.ceil(rounds / 5); load += 1) {
        const page = await begin(context, site.url(name), responder);
        await takeWalk(page, walk, (index, ms) => measured[index].first.push(ms));
        await page.close();
      }
      const page = await begin(context, site.url(name), responder);
      for (let round = 0; round < warmUp + rounds; round += 1) {
        await takeWalk(page, walk, (index, ms, floor) => {
          if (round < warmUp) return;
          measured[index].times.push(ms);
          measured[index].floors.push(floor);
        });
      }
      await page.close();
    }
    paints.push({
      what: 'INVITE → caller',
      limit: inviteLimit,
      times: await timeInvites({ context, site, responder, rounds }),
    });
    return { slowdown, paints };
  } finally {
    await context.close();
    await site.close();
  }
}

/** A phone that is ready, and a processor that is slow from now on. */
async function begin(context, url, responder) {
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(`${url}: ${error.message}`));
  await page.addInitScript(stopwatch);
  await page.goto(url);
  await page.evaluate((server) => window.start(server), responder.url);
  await page.waitForFunction(`${there(dialpad('.key'))} || ${there(panel(act('mute')))}`);
  const devtools = await context.newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  return page;
}

/** `tell` hears the number of each measured press, its ms, and those of the plain button just before. */
async function takeWalk(page, walk, tell) {
  let index = 0;
  for (const [control, done, what] of walk) {
    const floor = what ? await timePress(page, ...plain) : null;
    const ms = await timePress(page, control, done);
    if (what) tell(index++, ms, floor);
  }
}

/** Ms from a real press at its middle to the frame that shows what it did. */
async function timePress(page, control, done) {
  const [x, y] = await page.evaluate(`(() => {
    const found = find(${JSON.stringify(control)});
    found.scrollIntoView({ block: 'nearest' });
    const { left, top, width, height } = found.getBoundingClientRect();
    const text = found.textContent;
    window.timed = time('click', () => ${done});
    return [left + width / 2, top + height / 2];
  })()`);
  // Asked for before the press: the question itself would take its part of the slow processor.
  const timed = page.evaluate('timed');
  await page.mouse.click(x, y);
  return timed;
}

async function timeInvites({ context, site, responder, rounds }) {
  const page = await begin(context, site.url('server'), responder);
  const offer = await page.evaluate(makeOffer);
  const times = [];
  for (let round = 0; round < warmUp + rounds; round += 1) {
    const answer = phone('bfc-incoming-call >>> .offer-answer');
    await page.evaluate(`window.timed = time('invite', () => ${there(answer)}); 0`);
    const timed = page.evaluate('timed');
    const giveUp = responder.ring('3001', offer);
    const ms = await timed;
    giveUp();
    await page.waitForFunction(gone(answer));
    if (round >= warmUp) times.push(ms);
  }
  return times;
}

async function makeOffer() {
  const connection = new RTCPeerConnection();
  connection.addTransceiver('audio');
  const { sdp } = await connection.createOffer();
  connection.close();
  return sdp;
}

async function serve({ root, work }) {
  const scripts = {
    '/sdk.min.js': readFileSync(join(root, 'dist/sdk.min.js')),
    '/server.js': programs.server(root) + plainButton,
    '/account.js': await bundle({ root, work, code: programs.account(root) + plainButton }),
    '/call.js': await bundle({ root, work, code: programs.call(root) + plainButton }),
  };
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    if (path in scripts) response.writeHead(200, { 'content-type': 'text/javascript' }).end(scripts[path]);
    else {
      // No patience with a pointer that rests where a control appears: the next press is the bench's own.
      const element = '<bfc-webphone lang="en" style="--bfc-arm-delay: 0ms"></bfc-webphone>';
      const own = `<script src="/sdk.min.js"></script><script src="${path}.js"></script>`;
      response
        .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
        .end(`<!doctype html><title>paints</title>${element}${own}`);
    }
  });
  await new Promise((resolve, reject) => server.listen(0, '127.0.0.1', resolve).once('error', reject));
  return {
    url: (name) => `http://127.0.0.1:${server.address().port}/${name}`,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}
