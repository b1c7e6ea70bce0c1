import { expect } from '@open-wc/testing';
import 'axe-core/axe.min.js';
import { sendKeys } from '@web/test-runner-commands';
import type { CommandResult } from '../../src/phone/commands.js';
import { ended, fakeError } from '../support/fake-phone.js';
import { until } from '../support/until.js';
import { hostileNames, item, list, missed, ok, rowTexts, scrollTo, search } from './list-support.js';
import {
  allByRole,
  button,
  byRole,
  contact,
  everything,
  finishAnimations,
  focused,
  hasButton,
  isDisabled,
  nameOf,
  settled,
  shownText,
} from './support.js';

const hoa = item(5, { id: 'hoa', from: '0912345678', name: 'Trần Thị Thanh Hoa', hotline_id: 'hl-1' });
const lost = item(20, { id: 'lost', from: '0938000111', ...missed });
const anh = item(60, {
  id: 'anh',
  direction: 'outbound',
  from: '1001',
  to: '0247300',
  name: 'Ánh Dương',
  duration: 3729,
});
const minh = item(24 * 60, { id: 'minh', direction: 'internal', from: '1005', to: '1001', name: 'Lê Minh' });
const histories = [hoa, lost, anh, minh];
const hotlines = [{ id: 'hl-1', type: 'hotline', name: 'CSKH', number: '19001234' }] as const;

const history = (items = histories, state = {}) =>
  list('bfc-call-history', { histories: () => ok(items) }, { hotlines, ...state });

describe('the call history', () => {
  it('says of each call who, which way, what became of it, when and how long; newest first, by day', async () => {
    const { element } = await history([anh, minh, hoa, lost]);
    const rows = rowTexts(element);
    expect(rows[0]).to.match(/^Incoming: Trần Thị Thanh Hoa 0912345678 · CSKH .*01:05$/);
    expect(rows[1]).to.match(/^Incoming: 0938000111 Missed .*–$/);
    expect(rows[2]).to.match(/^Outgoing: Ánh Dương 0247300 .*1:02:09$/);
    expect(rows[3]).to.match(/^Incoming: Lê Minh 1005/);
    const text = shownText(element);
    expect(text.indexOf('Today')).to.be.within(0, text.indexOf('Trần'));
    expect(text.indexOf('Yesterday')).to.be.within(text.indexOf('Ánh'), text.indexOf('Lê Minh'));
    expect(allByRole(element, 'listitem').map((row) => row.getAttribute('aria-posinset'))).to.deep.equal([
      '1',
      '2',
      '3',
      '4',
    ]);
  });

  it('names callers as the contacts do, however their numbers are written, with one question for all', async () => {
    const known = contact('Chị Hoa', '+84 912 345 678', '1005');
    const strangers = Array.from({ length: 30 }, (_, index) => item(index));
    const { element, phone } = await list('bfc-call-history', {
      histories: () => ok([hoa, lost, minh, ...strangers]),
      contacts: () => ok([known, contact('Anh Tài', '0938.000.111')]),
    });
    expect(phone.executedTypes.filter((type) => type === 'contacts')).to.have.length(1);
    await search(element, 'chi hoa');
    expect(rowTexts(element)).to.have.length(2);
    expect(rowTexts(element).join('|')).to.match(/Chị Hoa 0912345678 .*Chị Hoa 1005/);
    await search(element, '0938');
    expect(rowTexts(element)[0]).to.contain('Anh Tài');
    byRole(element, 'listitem').querySelector<HTMLElement>('.row-text')?.click();
    await settled(element);
    expect(shownText(element), 'its note').to.contain('Anh Tài');
  });

  it('shows the calls where the contacts cannot be had', async () => {
    const { element } = await list('bfc-call-history', {
      histories: () => ok([hoa]),
      contacts: (): CommandResult => ({ ok: false, error: fakeError('SERVER') }),
    });
    expect(rowTexts(element)[0]).to.contain('Trần Thị Thanh Hoa');
    expect(allByRole(element, 'alert')).to.deep.equal([]);
  });

  it('writes times and days as the language does', async () => {
    const { element, phone } = await history([item(0), item(3 * 24 * 60)]);
    const time = element.shadowRoot?.querySelector('time');
    const at = new Date(item(0).started_at);
    expect(time?.textContent).to.equal(
      `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`,
    );
    expect(time?.dateTime).to.equal(item(0).started_at);
    expect(shownText(element)).to.match(/\w+day,? 29 December 2025/);
    phone.set({ lang: 'vi' });
    await settled(element);
    expect(shownText(element)).to.match(/Thứ [^ ]+,? .*29 tháng 12/);
    expect(shownText(element)).to.contain('Hôm nay');
  });

  for (const [status, direction, word] of [
    ['answered', 'inbound', 'A colleague answered'],
    ['rejected', 'inbound', 'You declined'],
    ['rejected', 'outbound', 'They declined'],
    ['missed', 'outbound', 'No answer'],
    ['busy', 'outbound', 'Busy'],
    ['cancelled', 'inbound', 'Missed'],
    ['cancelled', 'outbound', 'Cancelled'],
    ['failed', 'outbound', 'Not connected'],
  ] as const) {
    it(`calls a call that was ${status} (${direction}) "${word}"`, async () => {
      const { element } = await history([item(1, { status, direction, answered_at: null, duration: 0 })]);
      expect(rowTexts(element)[0]).to.contain(word);
    });
  }

  it('calls back by one press, and says why it cannot', async () => {
    const { element, phone } = await history();
    button(element, 'Call back Trần Thị Thanh Hoa').click();
    await settled(element);
    expect(phone.executed.at(-1)).to.deep.equal({ type: 'call', number: '0912345678' });
    phone.set({ mode: 'inactive' });
    await settled(element);
    const call = button(element, 'Call back Lê Minh');
    expect(isDisabled(call)).to.be.true;
    expect(call.title).to.equal('You are away');
    call.click();
    expect(phone.executedTypes.filter((type) => type === 'call')).to.have.length(1);
  });

  it('shows on the very row that the call is being placed, and what went wrong', async () => {
    let refuse = (_: CommandResult): void => undefined;
    const { element, phone } = await list('bfc-call-history', {
      histories: () => ok(histories),
      call: () => new Promise((resolve) => (refuse = resolve)),
    });
    button(element, 'Call back Ánh Dương').click();
    phone.set({ pending: [{ type: 'call', line: 1 }] });
    await settled(element);
    const busy = allByRole(element, 'button').filter((each) => each.getAttribute('aria-busy') === 'true');
    expect(busy.map(nameOf)).to.deep.equal(['Call back Ánh Dương']);
    refuse({ ok: false, error: fakeError('MIC_DENIED') });
    phone.set({ pending: [] });
    await settled(element);
    expect(shownText(element)).to.contain('The browser blocks the microphone');
    button(element, 'Dismiss').click();
    await settled(element);
    expect(shownText(element)).not.to.contain('The browser blocks');
    expect(focused()).to.equal(byRole(element, 'textbox'));
  });

  it('finds by a name without marks and by any part of a number', async () => {
    const { element } = await history();
    for (const [text, found] of [
      ['thanh hoa', 'Hoa'],
      ['ANH DUONG', 'Ánh Dương'],
      ['38000', '0938000111'],
      ['+84 912 345', 'Hoa'],
      ['1005', 'Lê Minh'],
    ] as const) {
      await search(element, text);
      expect(rowTexts(element), text).to.have.length(1);
      expect(rowTexts(element)[0], text).to.contain(found);
    }
    await search(element, 'nobody');
    expect(rowTexts(element)).to.deep.equal([]);
    expect(shownText(element)).to.contain('Nothing found');
    button(element, 'Clear the search').click();
    await settled(element);
    expect(rowTexts(element)).to.have.length(4);
    expect(focused()).to.equal(byRole(element, 'textbox'));
  });

  it('shows the missed ones alone, with their number', async () => {
    const { element } = await history();
    const filter = button(element, 'Missed · 1');
    expect(filter.getAttribute('aria-pressed')).to.equal('false');
    filter.click();
    await settled(element);
    expect(filter.getAttribute('aria-pressed')).to.equal('true');
    expect(rowTexts(element)).to.have.length(1);
    const { element: served } = await history([hoa]);
    button(served, 'Missed').click();
    await settled(served);
    expect(shownText(served)).to.contain('No missed calls');
  });

  it('is there again after a call, where the agent was looking', async () => {
    const items = Array.from({ length: 100 }, (_, index) => item(index + 1, { name: `Khách ${String(index)}` }));
    let answer: readonly (typeof hoa)[] = items;
    const { element, phone } = await list('bfc-call-history', { histories: () => ok(answer) });
    const scroller = await scrollTo(element, 2000);
    const before = scroller.scrollTop;
    const call = ended({ id: 'new', number: '113' });
    answer = [item(0, { id: 'new' }), ...items];
    phone.emit('callEnded', call);
    await until(() => scroller.scrollTop === before + 56, 'the rows have moved on by one');
    expect(phone.executedTypes.filter((type) => type === 'histories')).to.have.length(2);
  });

  it('looks again where the back end has not written the call down yet', async () => {
    let answers = 0;
    const { element, phone } = await list('bfc-call-history', {
      histories: () => ok(++answers < 3 ? [hoa] : [item(0, { id: 'cc-9', name: 'Mới' }), hoa]),
    });
    phone.emit('callEnded', ended({ callId: 'cc-9' }));
    await until(() => rowTexts(element).some((text) => text.includes('Mới')), 'the call is there');
    expect(answers).to.equal(3);
  });

  it('asks for more only at the end, or when something is looked for', async () => {
    const all = Array.from({ length: 450 }, (_, index) => item(index, { name: `Khách ${String(index)}` }));
    const limits: number[] = [];
    const { element, phone } = await history([]);
    phone.answer = (command) => {
      if (command.type !== 'histories') return ok(null);
      limits.push(command.limit);
      return ok(all.slice(0, command.limit));
    };
    await element.reload();
    await settled(element);
    expect(limits).to.deep.equal([200]);
    await scrollTo(element, 200 * 56);
    expect(limits).to.deep.equal([200, 1000]);
    await scrollTo(element, 449 * 56);
    expect(rowTexts(element).join()).to.contain('Khách 449');
    expect(limits).to.deep.equal([200, 1000]);
  });
});

describe('the states of the history', () => {
  it('loading: bones, told to the ear', async () => {
    const { element } = await list('bfc-call-history', { histories: () => new Promise(() => undefined) });
    expect(element.shadowRoot?.querySelector('[aria-busy=true]')).not.to.equal(null);
    expect(allByRole(element, 'status').map((each) => each.textContent)).to.include('Loading history');
  });

  it('empty', async () => {
    const { element } = await history([]);
    expect(shownText(element)).to.contain('No calls yet');
  });

  it('failed: why, that calls still work, and once more', async () => {
    let isWell = false;
    const error = fakeError('SERVER', { statusCode: 503 });
    const { element } = await list('bfc-call-history', {
      histories: () => (isWell ? ok(histories) : { ok: false, error }),
    });
    expect(byRole(element, 'alert').textContent).to.contain('History could not be loaded');
    expect(shownText(element)).to.contain('You can still make and take calls');
    expect(shownText(element)).to.contain('SERVER · 503');
    isWell = true;
    button(element, 'Try again').click();
    await settled(element);
    expect(rowTexts(element)).to.have.length(4);
    isWell = false;
    await element.reload();
    await settled(element);
    expect(rowTexts(element), 'the rows of the last time').to.have.length(4);
    expect(hasButton(element, 'Try again')).to.be.true;
  });

  it('signed out: says so, and loads when the agent has signed in', async () => {
    const { element, phone } = await history(histories, { status: 'stopped' });
    expect(shownText(element)).to.contain('Sign in to the phone');
    phone.set({ status: 'started' });
    await settled(element);
    expect(rowTexts(element)).to.have.length(4);
  });

  it('asks nobody any more when it has left, and anew when it is back', async () => {
    const { element, phone } = await history();
    const parent = element.parentElement;
    element.remove();
    expect(phone.listenerCount).to.deep.equal({ state: 0, events: 0 });
    parent?.append(element);
    await settled(element);
    expect(rowTexts(element)).to.have.length(4);
    const asked = (wanted: string): number => phone.executedTypes.filter((type) => type === wanted).length;
    await until(() => asked('histories') === 2 && asked('contacts') === 2, 'both are asked for anew');
  });
});

describe('ten thousand calls', () => {
  const thousands = Array.from({ length: 10_000 }, (_, index) => item(index, { name: `Khách ${String(index)}` }));

  it('draw few rows; all can be reached', async () => {
    const { element, phone } = await history(thousands);
    phone.answer = () => ok(thousands);
    const few = (): void => {
      expect(everything(element).length, 'nodes').to.be.below(600);
    };
    few();
    for (const index of [9_999, 5_000, 20]) {
      await scrollTo(element, index * 56 + (index * 56 * 24) / (1440 * 56));
      few();
      expect(rowTexts(element).join('|')).to.contain(`Khách ${String(index)} `);
    }
    const scroller = await scrollTo(element, 5_000 * 56);
    const [first] = allByRole(element, 'listitem');
    expect(first?.getAttribute('aria-setsize')).to.equal('10000');
    // The heading of the day stays in sight over its rows.
    const heading = [...(element.shadowRoot?.querySelectorAll('.day') ?? [])][0];
    expect(heading?.getBoundingClientRect().top).to.equal(scroller.getBoundingClientRect().top);
    expect(heading?.textContent).to.contain('December');
  });

  it('are searched as fast as one types', async () => {
    const { element, phone } = await history(thousands);
    phone.answer = () => ok(thousands);
    await search(element, 'khach 9');
    const start = performance.now();
    for (const text of ['khach 99', 'khach 999', 'khach 9999']) await search(element, text);
    // Three keys and the frames they wait for; a hitch of 10,000 drawn rows takes seconds.
    expect(performance.now() - start).to.be.below(1_500);
    expect(rowTexts(element)[0]).to.contain('Khách 9999');
  });
});

describe('the history by keyboard', () => {
  const named = Array.from({ length: 300 }, (_, index) => item(index, { name: `Khách ${String(index)}` }));

  it('goes from the field into the rows, up and down, to the ends, and is one stop of the Tab key', async () => {
    const { element } = await history(named);
    byRole(element, 'textbox').focus();
    await sendKeys({ press: 'ArrowDown' });
    await settled(element);
    expect(focused()?.textContent).to.contain('Khách 0');
    for (let step = 0; step < 30; step++) await sendKeys({ press: 'ArrowDown' });
    await settled(element);
    expect(focused()?.textContent).to.contain('Khách 30');
    await sendKeys({ press: 'ArrowRight' });
    await settled(element);
    expect(focused()?.getAttribute('aria-label')).to.equal('Call back Khách 30');
    await sendKeys({ press: 'End' });
    await settled(element);
    expect(focused()?.getAttribute('aria-label')).to.equal('Call back Khách 299');
    await sendKeys({ press: 'Home' });
    await settled(element);
    expect(focused()?.getAttribute('aria-label')).to.equal('Call back Khách 0');
    const stops = [...(element.shadowRoot?.querySelectorAll('.row button[tabindex="0"]') ?? [])];
    expect(stops).to.have.length(2);
  });

  it('calls by Enter', async () => {
    const { element, phone } = await history(named);
    button(element, 'Call back Khách 2').focus();
    await sendKeys({ press: 'Enter' });
    expect(phone.executed.at(-1)).to.deep.equal({ type: 'call', number: named[2]?.from });
  });

  it('keeps the focus in the list when its row goes out of sight', async () => {
    const { element } = await history(named);
    button(element, 'Call back Khách 1').focus();
    await scrollTo(element, 150 * 56);
    expect(focused()?.getAttribute('role')).to.equal('list');
    await sendKeys({ press: 'ArrowDown' });
    await settled(element);
    expect(focused()?.textContent ?? '').to.contain('Khách');
  });

  it('clears the search by Escape', async () => {
    const { element } = await history(named);
    byRole(element, 'textbox').focus();
    await search(element, 'khach 7');
    await sendKeys({ press: 'Escape' });
    await settled(element);
    expect((byRole(element, 'textbox') as HTMLInputElement).value).to.equal('');
  });
});

describe('what strangers call themselves', () => {
  it('is text, cut, and never without a number', async () => {
    const items = hostileNames.map((name, index) => item(index, { name }));
    const { element } = await history(items);
    expect(everything(element).some((each) => each.localName === 'img')).to.be.false;
    const room = element.getBoundingClientRect();
    for (const row of allByRole(element, 'listitem')) {
      expect(row.getBoundingClientRect().height).to.equal(56);
      expect(row.getBoundingClientRect().right).to.be.at.most(room.right);
      expect(row.querySelector('bdi')?.scrollHeight).to.be.at.most(60);
    }
    expect(rowTexts(element)[0]).to.contain('<img src=x onerror=alert(1)>');
    expect(rowTexts(element)[5]).to.match(/^Incoming: 0910000005/);
    expect(shownText(element).length).to.be.below(3000);
  });

  it('may be a hidden number: then nobody can be called', async () => {
    const { element } = await history([item(1, { from: '' })]);
    expect(rowTexts(element)[0]).to.contain('Hidden number');
    expect(isDisabled(button(element, 'Call back Hidden number'))).to.be.true;
  });
});

for (const theme of ['light', 'dark'] as const) {
  describe(`the history for everybody, ${theme}`, () => {
    const cases = {
      full: () => ok(histories),
      empty: () => ok([]),
      failed: () => ({ ok: false, error: fakeError('SERVER') }) as const,
      loading: () => new Promise<never>(() => undefined),
    };
    for (const [name, answer] of Object.entries(cases)) {
      it(name, async () => {
        const { element } = await list('bfc-call-history', { histories: answer }, {}, theme);
        finishAnimations(element);
        await expect(element).to.be.accessible();
      });
    }
  });
}
