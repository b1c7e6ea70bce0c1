import { expect, fixture, html } from '@open-wc/testing';
import { resetMouse, setViewport } from '@web/test-runner-commands';
import { Stage } from '../../demo/states/stage.js';
import type { HistoryItem } from '../../src/phone/account-data.js';
import type { AudioDevice } from '../../src/phone/audio.js';
import { cutLabels, lookAt, nameOf, outside, placeOfPrimary } from './layout-support.js';
import { still } from './floating-support.js';
import { item } from './list-support.js';
import { everything } from './support.js';

/** What strangers, servers and devices may write, by what it tries to do. */
const texts: Readonly<Record<string, string>> = {
  markup: `<img src=x onerror="window.hacked=1"><script>window.hacked=1</script><b class="hostile">An</b>"'--></style>`,
  template: '${window.hacked=1} {{window.hacked=1}} <?lit$1$?> javascript:window.hacked=1',
  override: '\u202Egnorw si siht\u202E\u202D',
  // A stray U+2069 closes the isolate that <bdi> opens: what comes after it would turn the neighbours around.
  isolates: '\u2069\u2069\u202Emoc.elpmaxe\u2066\u2067\u2068',
  arabic: 'أحمد السيد 123',
  long: `Very ${'long '.repeat(2000)}`,
  oneWord: 'W'.repeat(10_000),
  wide: '\uFDFA'.repeat(200),
  emoji: '👩‍👩‍👧‍👦🇻🇳🏴󠁧󠁢󠁥󠁮󠁧󠁿'.repeat(40),
  zalgo: `Z${'\u0335\u0322\u034E\u0358'.repeat(60)}a${'\u0301\u0302\u0303'.repeat(80)}lgo`,
  invisible: '\u200B\u200D\u2060\uFEFF\u00AD\u3164',
  controls: 'An\u0000\u0007\u001B[31m\r\n\t\u0085\u2028\u2029Binh',
  surrogate: 'An\uD800',
  keywords: 'null undefined [object Object] NaN __proto__',
};

const widths = [320, 240] as const;
const number = '0912345678';

/** What has no business in what is shown: controls, and what turns the text around it. */
const forbidden = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]/u;

function people(text: string): ConstructorParameters<typeof Stage>[1] {
  const history = (at: number, change: Partial<HistoryItem>): HistoryItem => item(at, { hotline_id: 'h', ...change });
  return {
    extension: { number: text, name: text },
    hotlines: [
      { id: 'h', type: 'hotline', name: text, number: text },
      { id: 'g', type: 'group', name: text, number: null },
    ],
    contacts: [
      { id: text, name: text, phones: [text, '1005'], company: text, email: text, avatar_url: text },
      { id: '2', name: 'Plain', phones: ['1006'], company: text, email: null, avatar_url: null },
    ],
    histories: [
      history(5, { name: text, from: text, note: text, report: text, rate: 3 }),
      history(9, { name: text, from: number }),
      history(12, { name: null, from: text, status: 'missed', answered_at: null, duration: 0 }),
    ],
  };
}

const devices = (text: string): readonly AudioDevice[] =>
  (['input', 'output'] as const).flatMap((kind) => [
    { id: `${kind}-1`, kind, label: text },
    { id: text + kind, kind, label: text },
  ]);

/** Where text from outside is shown. Whoever `act` leads there calls, or is called, by that text. */
const scenes: Readonly<Record<string, (stage: Stage, text: string) => unknown>> = {
  incoming: ({ simulator }, text) => void simulator.remoteRings({ name: text, number: text }),
  'incoming, named by the page': (stage, text) => {
    stage.webphone.resolveContact = () => ({ name: text });
    stage.simulator.remoteRings({ number });
  },
  talking: (stage, text) => stage.talk({ name: text, number: text }),
  'talking, by number': (stage, text) => stage.talk({ name: null, number: text }),
  'a second caller': async (stage, text) => {
    await stage.talk({ name: text, number });
    stage.simulator.remoteRings({ name: text, number: text });
  },
  'two lines': async (stage, text) => {
    await stage.talk({ name: text, number });
    await stage.talk({ name: text, number: text });
  },
  'on hold': async (stage, text) => {
    await stage.talk({ name: text, number: text });
    await stage.execute({ type: 'hold' });
    await stage.advance(5000);
  },
  'the transfer sheet': async (stage, text) => {
    await stage.talk({ name: text, number });
    await stage.press('[data-act=transfer]');
    await stage.press('#row-2');
  },
  asking: async (stage, text) => {
    await stage.talk({ name: text, number });
    await stage.press('[data-act=transfer]');
    await stage.press('#row-2');
    await stage.press('[data-act=ask-first]');
    stage.simulator.remoteAnswers();
  },
  transferring: async (stage, text) => {
    await stage.talk({ name: text, number });
    await stage.press('[data-act=transfer]');
    await stage.press('#row-2');
    await stage.press('[data-act=transfer-now]');
  },
  'a transfer that failed': async (stage, text) => {
    await stage.talk({ name: text, number });
    await stage.press('[data-act=transfer]');
    await stage.press('#row-2');
    await stage.press('[data-act=transfer-now]');
    stage.simulator.transferProgress(480, text);
  },
  'a transfer that was taken': async (stage, text) => {
    await stage.talk({ name: text, number });
    await stage.press('[data-act=transfer]');
    await stage.press('#row-2');
    await stage.press('[data-act=transfer-now]');
    stage.simulator.transferProgress(200, text);
  },
  'the note after a call': async (stage, text) => {
    await stage.talk({ name: text, number: text });
    stage.simulator.remoteHangsUp();
    await stage.type('textarea', text);
  },
  'a call that came to nothing': async (stage, text) => {
    stage.webphone.resolveContact = () => ({ name: text });
    await stage.execute({ type: 'call', number });
    stage.simulator.remoteRejects(486, text);
  },
  missed: ({ simulator }, text) => {
    simulator.remoteRings({ name: text, number: text });
    simulator.remoteCancels();
  },
  history: (stage) => stage.press('#tab-history'),
  'a note of the past': async (stage) => {
    await stage.press('#tab-history');
    await stage.press('.row-text');
  },
  contacts: (stage) => stage.press('#tab-contacts'),
  'looking for somebody': async (stage, text) => {
    await stage.press('#tab-contacts');
    await stage.type('input', text);
  },
  'typing a number': (stage, text) => stage.type('input', text),
  'settings of the sound': (stage) => stage.press('[data-act=settings]'),
  'settings of the work': async (stage) => {
    await stage.press('[data-act=settings]');
    await stage.press('#tab-work');
  },
  'the report for a helper': async (stage) => {
    await stage.press('[data-act=settings]');
    await stage.press('#tab-help');
  },
};

async function played(text: string, play: (typeof scenes)[string], prepare?: (stage: Stage) => void): Promise<Stage> {
  const stage = new Stage('en', people(text));
  prepare?.(stage);
  await fixture(html`<div>${stage.element}</div>`);
  stage.simulator.devicesAre(devices(text));
  await stage.execute({ type: 'start' });
  await play(stage, text);
  await stage.drawn();
  return stage;
}

/** Every text and every attribute that is read out or shown, but what the agent types, which is his. */
function said(root: Element): readonly string[] {
  return everything(root).flatMap((each) => [
    ...['aria-label', 'title', 'aria-valuetext'].flatMap((name) => each.getAttribute(name) ?? []),
    ...[...each.childNodes].filter((node) => node instanceof Text).map(({ data }) => data.replace(/\n */g, ' ')),
  ]);
}

/** Markup that has become elements, and code that has run. */
function broken(root: Element): readonly string[] {
  const made = everything(root).filter((each) => each.matches('img, script, iframe, style, .hostile, [onerror]'));
  return [...made.map((each) => each.localName), ...('hacked' in window ? ['window.hacked'] : [])];
}

/** Names of more than a line, and lines whose parts do not stand in the order in which they were written. */
function turned(shown: readonly HTMLElement[]): readonly string[] {
  const range = document.createRange();
  return shown
    .filter((each) => each.matches('bdi, .cut, :has(> bdi)') && each.checkVisibility())
    .filter((each) => {
      if (each.localName === 'bdi' && each.getBoundingClientRect().height > 48) return true;
      if (getComputedStyle(each).display !== 'block' || each.querySelectorAll(':scope > bdi').length === 0)
        return false;
      const lefts = [...each.childNodes].flatMap((node) => {
        if (node instanceof Element && node.matches('.visually-hidden')) return [];
        range.selectNodeContents(node);
        const { width, left } = range.getBoundingClientRect();
        return width > 0 ? [left] : [];
      });
      return lefts.some((left, at) => left < (lefts[at - 1] ?? left) - 1);
    })
    .map(nameOf);
}

describe('text that others write', () => {
  for (const [scene, play] of Object.entries(scenes)) {
    it(`is text and stays in its place: ${scene}`, async () => {
      const places = new Map<number, string | null>();
      const { element: plain } = await played('An Binh', play);
      for (const width of widths) places.set(width, placeOfPrimary(await lookAt(plain, width), plain));
      for (const [kind, text] of Object.entries(texts)) {
        const { element } = await played(text, play);
        expect(broken(element), kind).to.deep.equal([]);
        expect(
          said(element).filter((each) => forbidden.test(each)),
          kind,
        ).to.deep.equal([]);
        for (const width of widths) {
          const shown = await lookAt(element, width);
          const where = `${kind} at ${String(width)} px`;
          expect(element.getBoundingClientRect().height, where).to.equal(560);
          expect(outside(shown, element), where).to.deep.equal([]);
          expect(cutLabels(shown), where).to.deep.equal([]);
          expect(turned(shown), where).to.deep.equal([]);
          expect(placeOfPrimary(shown, element), where).to.equal(places.get(width));
        }
        element.remove();
      }
    }).timeout(60_000);
  }

  it('leaves no caller without anything to be seen of him', async () => {
    const { element } = await played(texts['invisible'] ?? '', (stage, text) => stage.talk({ name: text, number }));
    const names = everything(element).filter((each) => each.matches('h2 > bdi'));
    expect(names.map(({ textContent }) => textContent)).to.deep.equal([number]);
  });
});

describe('text that others write, in the floating phone', () => {
  before(() => setViewport({ width: 240, height: 640 }));
  after(async () => {
    await resetMouse();
    await setViewport({ width: 800, height: 600 });
  });

  const float = (stage: Stage): void => void (stage.webphone.layout = 'floating');

  for (const [scene, play] of Object.entries({
    incoming: scenes['incoming'],
    talking: scenes['talking'],
    'a second caller': scenes['a second caller'],
    'a call that came to nothing': scenes['a call that came to nothing'],
  })) {
    it(`stays in the bar, and the buttons in theirs: ${scene}`, async () => {
      if (!play) throw new Error(`no ${scene}`);
      const buttons = (element: Element): readonly string[] =>
        everything(element)
          .filter((each) => each.matches('button') && each.checkVisibility())
          .map((each) => each.getBoundingClientRect())
          .map(({ left, top, width, height }) => [left, top, width, height].map(Math.round).join(' '));
      const { element: plain } = await played('An Binh', play, float);
      await still(plain);
      const places = buttons(plain);
      expect(places).to.have.length.above(1);
      plain.remove();
      for (const [kind, text] of Object.entries(texts)) {
        const { element } = await played(text, play, float);
        await still(element);
        expect(broken(element), kind).to.deep.equal([]);
        expect(
          said(element).filter((each) => forbidden.test(each)),
          kind,
        ).to.deep.equal([]);
        expect(buttons(element), kind).to.deep.equal(places);
        element.remove();
      }
    }).timeout(60_000);
  }
});

describe('what a page writes', () => {
  const attributes = ['lang', 'theme', 'layout', 'mode', 'ringtone', 'user-agent', 'sip-display-name'] as const;

  it('in attributes does no more than another text would', async () => {
    const { warn } = console;
    console.warn = () => undefined;
    try {
      for (const [kind, text] of Object.entries(texts)) {
        const { element } = await played('An Binh', (stage) => stage.talk({ name: 'An', number }));
        for (const name of attributes) element.setAttribute(name, text);
        const shown = await lookAt(element, 240);
        expect(broken(element), kind).to.deep.equal([]);
        expect(outside(shown, element), kind).to.deep.equal([]);
        expect(placeOfPrimary(shown, element), kind).not.to.equal(null);
        element.remove();
      }
    } finally {
      console.warn = warn;
    }
  });

  it('into the slots pushes no button out of the phone', async () => {
    for (const scene of ['incoming', 'talking', 'a second caller']) {
      const play = scenes[scene];
      if (!play) throw new Error(`no ${scene}`);
      for (const width of widths) {
        const { element: plain } = await played('An Binh', play);
        const usual = await lookAt(plain, width);
        for (const text of [texts['oneWord'] ?? '', texts['long'] ?? '', texts['zalgo'] ?? '']) {
          const { element } = await played('An Binh', play);
          for (const slot of ['header', 'caller-details', 'footer']) {
            const content = document.createElement('div');
            content.slot = slot;
            content.textContent = text;
            element.append(content);
          }
          const shown = await lookAt(element, width);
          const { bottom, right } = element.getBoundingClientRect();
          const hits = shown.filter((each) => each.matches('button'));
          expect(hits.map(nameOf), scene).to.deep.equal(usual.filter((each) => each.matches('button')).map(nameOf));
          for (const each of hits) {
            const box = each.getBoundingClientRect();
            expect(box.right, nameOf(each)).to.be.at.most(right);
            expect(box.bottom, nameOf(each)).to.be.at.most(bottom);
          }
          element.remove();
        }
        plain.remove();
      }
    }
  });
});
