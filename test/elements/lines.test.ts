import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { Call } from '../../src/phone/call.js';
import { FakePhone, ended, fakeCall, fakeError, incoming, talking } from '../support/fake-phone.js';
import {
  allByRole,
  button,
  byRole,
  everything,
  finishAnimations,
  focused,
  giveContacts,
  hasButton,
  isDisabled,
  nameOf,
  panel,
  settled,
  shownText,
  strip,
  wanted,
  webphone,
} from './support.js';

const hoa = talking({ number: '0912345678' });
const heldHoa: Call = { ...hoa, onHold: true, state: 'held' };
const tuan = talking({ line: 2, name: 'Lê Minh Tuấn' });
const heldTuan: Call = { ...tuan, onHold: true, state: 'held' };
const two = { line1: heldHoa, line2: tuan, currentLine: 2 } as const;
const [hoaHeld, tuanTalks] = ['Line 1: Trần Thị Thanh Hoa On hold', 'Line 2: Lê Minh Tuấn Talking'];

describe('the two lines', () => {
  it('are two buttons that say who is there and how it stands; the present one is marked', async () => {
    const { element } = await webphone(two);
    const lines = allByRole(strip(element), 'button');
    expect(lines.map(nameOf)).to.deep.equal([hoaHeld, tuanTalks]);
    expect(lines.map((line) => line.getAttribute('aria-current'))).to.deep.equal([null, 'true']);
    expect(lines[0]?.closest('[role=group]')?.getAttribute('aria-label')).to.equal('Lines');
  });

  it('are switched by a press on the other one, or by Swap', async () => {
    const { element, phone } = await webphone(two);
    button(element, tuanTalks).click();
    button(element, hoaHeld).click();
    button(element, 'Swap').click();
    expect(phone.executed).to.deep.equal([{ type: 'switchLine', line: 1 }, { type: 'switchLine' }]);
    phone.set({ pending: [{ type: 'switchLine', line: 1 }] });
    await settled(element);
    for (const name of [hoaHeld, 'Swap']) {
      expect(button(element, name).getAttribute('aria-busy')).to.equal('true');
      button(element, name).click();
    }
    expect(phone.executed).to.have.length(2);
  });

  it('are switched by keyboard alone, there and back; the focus stays', async () => {
    const { element, phone } = await webphone(two);
    button(element, hoaHeld).focus();
    await sendKeys({ press: 'Enter' });
    expect(phone.executed).to.deep.equal([{ type: 'switchLine', line: 1 }]);
    phone.set({ line1: hoa, line2: heldTuan, currentLine: 1 });
    await settled(element);
    expect(nameOf(focused() ?? document.body)).to.equal('Line 1: Trần Thị Thanh Hoa Talking');
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Space' });
    expect(phone.executed.at(-1)).to.deep.equal({ type: 'switchLine', line: 2 });
  });

  it('say aloud where the agent has come to, politely', async () => {
    const { element, phone } = await webphone(two);
    const aloud = byRole(strip(element), 'status');
    expect(aloud.textContent).to.equal('');
    phone.set({ line1: hoa, line2: heldTuan, currentLine: 1 });
    await settled(element);
    expect(aloud.textContent).to.equal('Line 1: Trần Thị Thanh Hoa, Talking');
    phone.set({ line1: null, line2: tuan, currentLine: 2 });
    await settled(element);
    expect(aloud.textContent).to.equal('Line 2: Lê Minh Tuấn, Talking');
  });

  it('count the talk, and the wait from its beginning', async () => {
    const { element, phone } = await webphone({ line1: hoa });
    phone.pass(60_000);
    phone.set(two);
    await settled(element);
    phone.pass(12_000);
    const clocks = (): string[] =>
      [...(strip(element).shadowRoot?.querySelectorAll('time') ?? [])].map((each) => each.textContent ?? '');
    await waitUntil(() => clocks().join(' ') === '00:12 01:12');
    // Seen, but not a part of the name that is read out.
    expect(button(element, tuanTalks)).to.exist;
  });

  it('name who waits in the panel', async () => {
    const { element } = await webphone(two);
    expect(shownText(panel(element))).to.contain('Trần Thị Thanh Hoa is waiting');
  });

  it('can connect two callers only after a question, not by one press', async () => {
    const { element, phone } = await webphone(two);
    giveContacts(phone, []);
    button(panel(element), 'Transfer').click();
    await settled(element);
    expect(shownText(byRole(element, 'dialog')))
      .to.contain('Trần Thị Thanh Hoa')
      .and.contain('Waiting on line 1');
    expect(wanted(phone)).to.deep.equal([]);
    expect(focused()?.textContent).to.contain('Transfer');
    button(element, 'Connect them They talk, you leave').click();
    expect(wanted(phone)).to.deep.equal([{ type: 'transfer' }]);
  });

  it('on line 1 hand its caller to a number, and cannot ask first', async () => {
    const { element, phone } = await webphone({ line1: hoa, line2: heldTuan });
    giveContacts(phone, []);
    button(panel(element), 'Transfer').click();
    await settled(element);
    await sendKeys({ type: '1005' });
    await settled(element);
    expect(isDisabled(button(element, 'Ask first Both lines are busy'))).to.be.true;
    button(element, 'Transfer now You leave the call').click();
    expect(wanted(phone)).to.deep.equal([{ type: 'transfer', number: '1005' }]);
  });

  it('tell of a second call that came to nothing', async () => {
    const { element, phone } = await webphone({ line1: hoa, lastCall: ended({ line: 2, number: '1009' }) });
    expect(shownText(panel(element)))
      .to.contain('The line is busy')
      .and.contain('1009')
      .and.contain('SIP 486');
    expect(hasButton(element, 'Call again')).to.be.false;
    button(element, 'Dismiss').click();
    await settled(element);
    expect(shownText(panel(element))).not.to.contain('The line is busy');
    expect(phone.executed).to.deep.equal([]);
  });
});

describe('one line', () => {
  it('offers to add a call, in the strip and in the panel', async () => {
    const { element, phone } = await webphone({ line1: hoa });
    giveContacts(phone, []);
    for (const opener of [button(strip(element), 'Add call'), button(panel(element), 'Add call')]) {
      opener.click();
      await settled(element);
      expect(nameOf(byRole(element, 'dialog'))).to.equal('Add call');
      await sendKeys({ press: 'Escape' });
      await settled(element);
    }
  });

  for (const [why, state] of [
    ['a call that is still being placed', { line1: fakeCall() }],
    ['no registration', { line1: hoa, registration: { status: 'unregistered', wanted: true, error: null } }],
    ['a second caller who rings', { line1: hoa, line2: incoming({ line: 2 }) }],
  ] as const) {
    it(`cannot add one with ${why}`, async () => {
      const { element } = await webphone(state);
      expect(isDisabled(button(panel(element), 'Add call'))).to.be.true;
      if (hasButton(strip(element), 'Add call')) expect(isDisabled(button(strip(element), 'Add call'))).to.be.true;
    });
  }

  for (const [word, call] of [
    ['Dialing', fakeCall({ name: 'An' })],
    ['Ringing', fakeCall({ name: 'An', state: 'ringing' })],
    ['No answer yet', fakeCall({ name: 'An', state: 'early' })],
    ['Held by them', talking({ name: 'An', heldByRemote: true })],
    ['Transferring', talking({ name: 'An', state: 'transferring' })],
  ] as const) {
    it(`says ${word}`, async () => {
      const { element } = await webphone({ line1: call });
      expect(button(strip(element), `Line 1: An ${word}`)).to.exist;
    });
  }

  it('says why the call before failed', async () => {
    const { element } = await webphone({ lastCall: ended({ name: 'An' }) });
    expect(button(strip(element), 'Line 1: An Busy')).to.exist;
    expect(isDisabled(button(strip(element), 'Add call'))).to.be.true;
  });

  it('is not there without a call', async () => {
    const { element } = await webphone();
    expect(element.shadowRoot?.querySelector('bfc-line-switcher')).to.equal(null);
  });
});

describe('a second caller', () => {
  const second = { line1: hoa, line2: incoming({ line: 2, name: 'Lê Minh Tuấn' }), ring: 'waiting' } as const;

  it('is on the second line; the controls of the first stay', async () => {
    const { element, phone } = await webphone(second);
    expect(isDisabled(button(strip(element), 'Line 2: Lê Minh Tuấn Ringing'))).to.be.true;
    button(element, 'Mute').click();
    button(element, 'Hold & answer').click();
    expect(phone.executedTypes).to.deep.equal(['mute', 'answer']);
    phone.set({ line1: heldHoa, line2: tuan, currentLine: 2, ring: null });
    await settled(element);
    expect(button(element, 'Swap')).to.exist;
    expect(shownText(panel(element)))
      .to.contain('Lê Minh Tuấn')
      .and.contain('Trần Thị Thanh Hoa is waiting');
  });

  it('shows what the page knows of them too, with the name and the offer in sight', async () => {
    const { element, phone } = await webphone({ line1: talking() });
    const known = document.createElement('p');
    known.slot = 'caller-details';
    known.textContent = 'VIP, three parcels under way, asked about the warranty yesterday, wants to be called back';
    element.append(known);
    phone.set({ line2: incoming({ id: 'b', line: 2 }) });
    for (const width of [320, 240]) {
      element.style.inlineSize = `${String(width)}px`;
      await settled(element);
      finishAnimations(element);
      const rect = (selector: string): DOMRect => {
        const found = everything(element).find((each) => each.matches(selector));
        if (!found) throw new Error(`no ${selector}`);
        return found.getBoundingClientRect();
      };
      const [card, name, details, offer] = ['.card', '.card-number', '.card .details', '.card .offer'].map(rect);
      expect(known.checkVisibility()).to.be.true;
      expect(details?.height, 'two lines').to.be.above(40);
      expect(details?.top).to.be.at.least(name?.bottom ?? NaN);
      expect(offer?.top).to.be.at.least(details?.bottom ?? NaN);
      expect(card?.bottom).to.be.at.least(offer?.bottom ?? NaN);
    }
  });
});

describe('the strip alone', () => {
  it('shows nothing without a call, and tells where to add one', async () => {
    const phone = new FakePhone();
    const lines = await fixture(html`<bfc-line-switcher .phone=${phone}></bfc-line-switcher>`);
    expect(shownText(lines).trim()).to.equal('');
    phone.set({ line1: hoa });
    await settled(lines);
    let asked = 0;
    lines.addEventListener('bfc-add-call', () => asked++);
    button(lines, 'Add call').click();
    expect(asked).to.equal(1);
  });

  it('lets go of a failed call that is put away in a call panel elsewhere on the page', async () => {
    const phone = new FakePhone({ lastCall: ended({ id: 'lost' }) });
    const lines = await fixture(html`<bfc-line-switcher .phone=${phone}></bfc-line-switcher>`);
    const panelAlone = await fixture(html`<bfc-call-panel .phone=${phone}></bfc-call-panel>`);
    await settled(lines);
    expect(allByRole(lines, 'button').length).to.be.above(0);
    button(panelAlone, 'Close').click();
    await settled(lines);
    expect(shownText(lines).trim()).to.equal('');
    phone.set({ lastCall: ended({ id: 'next' }) });
    await settled(lines);
    expect(allByRole(lines, 'button').length, 'the next one').to.be.above(0);
  });

  it('lets go of it, and so does every phone on the page that shows it, but no other', async () => {
    const { element, phone } = await webphone({ lastCall: ended({ id: 'lost' }) });
    const same = await fixture<HTMLElement>(html`<bfc-webphone .phone=${phone}></bfc-webphone>`);
    const other = (await webphone({ lastCall: ended({ id: 'lost' }) })).element;
    const third = await fixture<HTMLElement>(html`<bfc-call-panel .phone=${phone}></bfc-call-panel>`);
    await settled(same);
    button(element, 'Close').click();
    for (const each of [element, same, other, third]) await settled(each);
    expect(hasButton(element, 'Close')).to.equal(false);
    expect(allByRole(same, 'tab'), 'the pages').to.have.length(3);
    expect(shownText(third).trim()).to.equal('');
    expect(hasButton(other, 'Close'), 'another phone').to.equal(true);
  });

  it('cuts hostile names and keeps them text', async () => {
    const name = `<img src=x>\u0000\u202E${'very '.repeat(200)}`;
    const phone = new FakePhone({ ...two, line1: { ...heldHoa, name }, line2: { ...tuan, name } });
    const lines = await fixture<HTMLElement>(html`<bfc-line-switcher .phone=${phone}></bfc-line-switcher>`);
    expect(everything(lines).some((each) => each.localName === 'img')).to.be.false;
    for (const line of allByRole(lines, 'button')) expect(line.getBoundingClientRect().height).to.equal(44);
    expect(lines.scrollWidth).to.be.at.most(Math.ceil(lines.getBoundingClientRect().width));
  });
});

describe('the place of the controls', () => {
  const outcome = { call: hoa.id, target: '1005', ok: false, statusCode: 480, reason: null, text: '' } as const;
  const states = {
    dialing: { line1: fakeCall() },
    talking: { line1: hoa },
    held: { line1: heldHoa },
    failed: { lastCall: ended({}) },
    'second caller': { line1: hoa, line2: incoming({ line: 2 }) },
    'two lines': two,
    'second being placed': { ...two, line2: fakeCall({ line: 2 }) },
    'line 2 alone': { line2: tuan, currentLine: 2 },
    transferring: { line1: { ...hoa, state: 'transferring' } },
    'transfer failed': { line1: hoa, lastTransfer: outcome },
    'transfer failed, a long name': { line1: hoa, lastTransfer: { ...outcome, target: 'Nguyễn '.repeat(20) } },
    'a failure': { line1: hoa, connection: { status: 'waiting', retryAt: null, error: fakeError('NETWORK') } },
  } as const;

  for (const width of [240, 320, 400]) {
    it(`is the same in every state at ${String(width)} px: six tiles and the main button, no sheet over it`, async () => {
      const places = new Map<string, string[]>();
      for (const [name, state] of Object.entries(states)) {
        const { element, phone } = await webphone(state);
        giveContacts(phone, []);
        element.style.inlineSize = `${String(width)}px`;
        await settled(element);
        const rectangles = (): string => {
          const origin = element.getBoundingClientRect();
          return [...(panel(element).shadowRoot?.querySelectorAll('.tile, .primary') ?? [])]
            .map((each) => each.getBoundingClientRect())
            .map(({ x, y, width: w, height }) => [x - origin.x, y - origin.y, w, height].map(Math.round).join())
            .join(' ');
        };
        const see = (as: string): void => {
          places.set(rectangles(), [...(places.get(rectangles()) ?? []), as]);
        };
        see(name);
        for (const purpose of ['transfer', 'add'] as const) {
          panel(element).openSheet(purpose);
          await settled(element);
          finishAnimations(element);
          see(`${name}, ${purpose}`);
          const primary = panel(element).shadowRoot?.querySelector('.primary')?.getBoundingClientRect();
          const sheet = allByRole(element, 'dialog')[0]?.getBoundingClientRect();
          if (sheet) expect(sheet.bottom).to.be.at.most(primary?.top ?? 0);
        }
      }
      expect(Object.fromEntries(places)).to.deep.equal({ [[...places.keys()][0] ?? '']: [...places.values()].flat() });
      expect([...places.keys()][0]?.split(' ')).to.have.length(7);
    });
  }
});
