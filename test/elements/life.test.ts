import { expect, fixture, html, nextFrame } from '@open-wc/testing';
import { BfcWebphone } from '../../src/elements/webphone/webphone.js';
import { tickingClocks } from '../../src/elements/controllers/ticker.js';
import { createSimulator, type Simulator } from '../../src/testing.js';
import { FakePhone, talking } from '../support/fake-phone.js';
import { everything, freshProvider, settled, shownText } from './support.js';

/** What a page, a framework, or a frame does to the element while the agent talks. */
const account = {
  'sip-uri': 'sip:1001@pbx.example',
  'sip-servers': 'wss://one.example',
  'sip-password': 'geheim',
  lang: 'en',
} as const;
const attributes = Object.entries(account);

function made(): BfcWebphone {
  const element = document.createElement('bfc-webphone');
  for (const [name, value] of attributes) element.setAttribute(name, value);
  return element;
}

async function room(): Promise<HTMLElement> {
  return fixture<HTMLElement>(html`<section></section>`);
}

type Move = (element: BfcWebphone, other: HTMLElement) => BfcWebphone | Promise<BfcWebphone>;

/** Each leaves one element in the document. */
const moves: Readonly<Record<string, Move>> = {
  'moved to another place': (element, other) => {
    other.append(element);
    return element;
  },
  'moved to where it stands': (element) => {
    element.parentElement?.append(element);
    return element;
  },
  'taken away and put back at once': (element, other) => {
    element.remove();
    other.append(element);
    return element;
  },
  'taken away and put back later': async (element, other) => {
    element.remove();
    for (let frame = 0; frame < 5; frame++) await nextFrame();
    other.append(element);
    return element;
  },
  'put into a shadow root': (element, other) => {
    other.attachShadow({ mode: 'open' }).append(element);
    return element;
  },
  'put into a shadow root, and out again': async (element, other) => {
    const { parentElement } = element;
    other.attachShadow({ mode: 'open' }).append(element);
    await settled(element);
    parentElement?.append(element);
    return element;
  },
  'replaced by its clone': (element) => {
    const clone = element.cloneNode(true) as BfcWebphone;
    element.replaceWith(clone);
    return clone;
  },
  'drawn anew from its own markup': (element) => {
    const { parentElement, outerHTML } = element;
    if (!parentElement) throw new Error('it stands nowhere');
    parentElement.innerHTML = outerHTML;
    return parentElement.firstElementChild as BfcWebphone;
  },
  'followed by a second one, and taken away': async (element, other) => {
    const second = made();
    other.append(second);
    await settled(second);
    element.remove();
    return second;
  },
  'given another theme, layout, and back': async (element) => {
    for (const [name, value] of [
      ['layout', 'floating'],
      ['theme', 'dark'],
      ['layout', 'inline'],
    ] as const) {
      element.setAttribute(name, value);
      await settled(element);
    }
    return element;
  },
  'taken into a frame and back': async (element, other) => {
    const frame = document.createElement('iframe');
    other.append(frame);
    frame.contentDocument?.body.append(element);
    await settled(element);
    other.append(element);
    frame.remove();
    return element;
  },
};

describe('the element while the agent talks', () => {
  let simulator: Simulator;
  let element: BfcWebphone;

  beforeEach(async () => {
    simulator = createSimulator({ lang: 'en' });
    BfcWebphone.provider = simulator.provider;
    element = made();
    (await room()).append(element);
    await shown(element);
    simulator.remoteRings({ name: 'Hoa' });
    await simulator.phone.execute({ type: 'answer' });
    await shown(element);
    expect(shownText(element)).to.contain('Hang up').and.to.contain('Hoa');
  });

  afterEach(async () => {
    await simulator.phone.execute({ type: 'stop' });
    freshProvider();
  });

  async function shown(each: Element): Promise<void> {
    for (let round = 0; round < 3; round++) {
      await simulator.settled();
      await settled(each);
    }
  }

  const count = (request: string): number => simulator.sent.filter((each) => each.request === request).length;

  /** The one call, the one registration, and nobody has been told anything else. */
  function expectTheCall(): void {
    expect(simulator.phone.state.line1).to.deep.include({ state: 'active', name: 'Hoa', muted: false, onHold: false });
    expect(simulator.calls.map(({ status }) => status)).to.deep.equal(['answered']);
    expect([count('connect'), count('register')], 'connects, registers').to.deep.equal([1, 1]);
    expect([count('unregister'), count('hangUp'), count('disconnect')], 'ends').to.deep.equal([0, 0, 0]);
  }

  for (const [name, move] of Object.entries(moves)) {
    it(`may be ${name}: the call goes on, and is shown`, async () => {
      const now = await move(element, await room());
      await shown(now);
      expectTheCall();
      expect(shownText(now)).to.contain('Hang up').and.to.contain('Hoa');
      const hangUp = everything(now).find((each) => each.matches('.primary-end'));
      expect(hangUp && getComputedStyle(hangUp).blockSize, 'it has its styles').to.equal('52px');
      (hangUp as HTMLElement).click();
      await shown(now);
      expect(simulator.calls.map(({ status }) => status)).to.deep.equal(['ended']);
      expect([count('register'), count('hangUp')]).to.deep.equal([1, 1]);
    });
  }

  it('may stand in a frame of the same origin: it has its styles there, and its buttons work', async () => {
    const frame = document.createElement('iframe');
    (await room()).append(frame);
    const view = frame.contentWindow;
    if (!view) throw new Error('the frame has no window');
    view.document.body.append(element);
    await shown(element);
    expectTheCall();
    expect(element.ownerDocument).to.equal(view.document);
    for (const each of everything(element)) {
      if (each.shadowRoot) expect(each.shadowRoot.adoptedStyleSheets, each.localName).to.have.length.above(1);
    }
    const press = async (selector: string): Promise<void> => {
      const control = everything(element).find((each) => each.matches(selector)) as HTMLElement;
      expect(view.getComputedStyle(control).cursor, selector).to.equal('pointer');
      control.click();
      await shown(element);
    };
    await press('[data-act^=mute]');
    expect(simulator.phone.state.line1?.muted).to.equal(true);
    // What is drawn for the first time in there has its styles too.
    await press('[data-act=keypad]');
    const key = everything(element).find((each) => each.matches('.key'));
    expect(key && view.getComputedStyle(key).blockSize).to.equal('44px');
    await press('.primary-end');
    expect(simulator.calls.map(({ status }) => status)).to.deep.equal(['ended']);
  });

  it('may be there twice: both show the call, and either ends it, once', async () => {
    const second = made();
    (await room()).append(second);
    await shown(second);
    expectTheCall();
    const third = document.createElement('bfc-webphone');
    (await room()).append(third);
    await shown(third);
    for (const each of [element, second, third]) expect(shownText(each)).to.contain('Hang up').and.to.contain('Hoa');
    (everything(second).find((each) => each.matches('.primary-end')) as HTMLElement).click();
    for (const each of [element, second, third]) await shown(each);
    expect(count('hangUp')).to.equal(1);
    for (const each of [element, second, third]) expect(shownText(each)).not.to.contain('Hang up');
    expect(count('register')).to.equal(1);
  });

  it('may come and go a hundred times', async () => {
    const other = await room();
    for (let time = 0; time < 100; time++) {
      element.remove();
      if (time % 3 === 0) await nextFrame();
      other.append(element);
      if (time % 2 === 0) await shown(element);
    }
    await shown(element);
    expectTheCall();
    expect(shownText(element)).to.contain('Hang up');
  });

  it('is upgraded late, with the account in its markup, and joins the call', async () => {
    const place = await room();
    place.innerHTML = `<bfc-webphone-upgraded ${attributes.map(([name, value]) => `${name}="${value}"`).join(' ')}></bfc-webphone-upgraded>`;
    const late = place.firstElementChild as BfcWebphone;
    await nextFrame();
    customElements.define('bfc-webphone-upgraded', class extends BfcWebphone {});
    await shown(late);
    expectTheCall();
    expect(late.hasAttribute('sip-password')).to.equal(false);
    expect(shownText(late)).to.contain('Hang up').and.to.contain('Hoa');
  });

  it('leaves the call to itself when it is taken away for good, and the phone stops after it', async () => {
    element.remove();
    await shown(document.body);
    expectTheCall();
    simulator.remoteHangsUp();
    await shown(document.body);
    expect(count('unregister')).to.equal(1);
    expect(simulator.isConnected).to.equal(false);
  });
});

/** All orders of some things. */
function orders<T>(things: readonly T[]): readonly (readonly T[])[] {
  if (things.length < 2) return [things];
  return things.flatMap((first, at) => orders(things.toSpliced(at, 1)).map((rest) => [first, ...rest]));
}

describe('the attributes of the element', () => {
  it('come in any order, before it is in the document, after, or by and by, and make one phone', async () => {
    const more = [...attributes, ['mode', 'outgoing'] as const];
    const place = await room();
    let first: string | null = null;
    for (const order of orders(more)) {
      for (const early of [0, 2, more.length]) {
        const provider = freshProvider();
        const element = document.createElement('bfc-webphone');
        for (const [name, value] of order.slice(0, early)) element.setAttribute(name, value);
        place.append(element);
        for (const [name, value] of order.slice(early)) element.setAttribute(name, value);
        await element.updateComplete;
        await Promise.resolve();
        const configs = provider.configs.map((config) => JSON.stringify(config));
        first ??= configs[0] ?? null;
        expect(configs, order.map(([name]) => name).join()).to.deep.equal([first]);
        element.remove();
      }
    }
    expect(first).to.contain('geheim').and.to.contain('outgoing');
  });
});

describe('an element that comes and goes', () => {
  it('leaves no listener and no clock behind, a hundred times over, whatever it shows', async () => {
    const place = await room();
    const kept = new Map<string, number>();
    const restore = [window, document, window.visualViewport].map((target) => target && watched(target, kept));
    try {
      for (const state of [{}, { line1: talking() }]) {
        const provider = freshProvider();
        const phone = new FakePhone(state);
        provider.existing = phone;
        const clocks = tickingClocks();
        for (const layout of ['inline', 'floating']) {
          const before = [...kept];
          for (let time = 0; time < 50; time++) {
            const element = document.createElement('bfc-webphone');
            element.setAttribute('layout', layout);
            element.toggleAttribute('open', time % 2 === 0);
            element.telLinks = true;
            place.append(element);
            await settled(element);
            element.remove();
            await Promise.resolve();
            await Promise.resolve();
            if (time === 0) before.splice(0, before.length, ...kept);
          }
          await settled(place);
          expect([...kept], layout).to.deep.equal(before);
        }
        expect(phone.listenerCount).to.deep.equal({ state: 0, events: 0 });
        expect(provider.leases).to.equal(0);
        expect(provider.createdListeners.size).to.equal(0);
        expect(tickingClocks()).to.equal(clocks);
      }
    } finally {
      for (const each of restore) each?.();
    }
  });
});

/** Counts the listeners that are on an object of the page, by event. */
function watched(target: EventTarget, kept: Map<string, number>): () => void {
  const listeners = new Set<string>();
  const ids = new WeakMap<object, number>();
  let last = 0;
  const keyOf = (type: string, listener: object, options: unknown): string => {
    const id = ids.get(listener) ?? ++last;
    ids.set(listener, id);
    const capture = typeof options === 'object' && options ? (options as AddEventListenerOptions).capture : options;
    return `${type} ${String(id)} ${String(capture === true)}`;
  };
  const add = (type: string, by: number): void => void kept.set(type, (kept.get(type) ?? 0) + by);
  const drop = (type: string, key: string): void => {
    if (listeners.delete(key)) add(type, -1);
  };
  target.addEventListener = (type: string, listener: EventListenerOrEventListenerObject | null, options?: unknown) => {
    EventTarget.prototype.addEventListener.call(target, type, listener, options as AddEventListenerOptions);
    if (!listener) return;
    const key = keyOf(type, listener, options);
    const { signal, once } = typeof options === 'object' ? ((options ?? {}) as AddEventListenerOptions) : {};
    if (signal?.aborted || once || listeners.has(key)) return;
    listeners.add(key);
    add(type, 1);
    signal?.addEventListener('abort', () => drop(type, key));
  };
  target.removeEventListener = (
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: unknown,
  ) => {
    EventTarget.prototype.removeEventListener.call(target, type, listener, options as EventListenerOptions);
    if (listener) drop(type, keyOf(type, listener, options));
  };
  return () => {
    Reflect.deleteProperty(target, 'addEventListener');
    Reflect.deleteProperty(target, 'removeEventListener');
  };
}
