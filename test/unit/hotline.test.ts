import { expect } from '@open-wc/testing';
import { createBench } from '../support/fake-suppliers.js';
import type { HotlineInfo } from '../../src/phone/call.js';
import { hotlineOf } from '../../src/phone/hotline.js';
import { dialledNumbers } from '../../src/sip/headers.js';

const cskh: HotlineInfo = { id: 'a', type: 'hotline', name: 'CSKH', number: '19001234' };
const office: HotlineInfo = { id: 'b', type: 'hotline', name: 'Văn phòng', number: '024 7300 0000' };
const group: HotlineInfo = { id: 'c', type: 'group', name: 'Toàn quốc', number: null };
const hotlines = [group, cskh, office];

describe('the hotline of an incoming call', () => {
  for (const [dialled, name] of [
    [['19001234'], 'CSKH'],
    [['+8419001234'], 'CSKH'],
    [['02473000000'], 'Văn phòng'],
    [['+842473000000'], 'Văn phòng'],
    [['842473000000'], 'Văn phòng'],
    [['0084.24.7300.0000'], 'Văn phòng'],
    [['1001', '19001234'], 'CSKH'],
    [['02473000000', '19001234'], 'Văn phòng'],
    [['1001'], undefined],
    [['', 'lan.anh'], undefined],
    [[], undefined],
  ] as const) {
    it(`${dialled.join(', ') || 'nothing'}: ${name ?? 'none'}`, () => {
      expect(hotlineOf(dialled, hotlines)?.name).to.equal(name);
    });
  }

  it('is on the call from its first event on, and is not the one of outgoing calls', async () => {
    const { account, phone, sip } = createBench();
    account.hotlines = [office, cskh];
    await phone.execute({ type: 'start' });
    let told: unknown;
    phone.on('callIncoming', ({ hotline }) => (told = hotline));
    sip.rings('in-1', '0912345678', ['1001', '19001234']);
    expect(told).to.deep.equal(cskh);
    expect(phone.state.line1?.hotline).to.deep.equal(cskh);
    sip.rings('in-2', '0938000111', ['1001']);
    expect(phone.state.line2?.hotline).to.equal(null);
  });

  it('is read from the headers that are there, in their order', () => {
    expect(
      dialledNumbers([
        '<sip:+8419001234@pbx.example;user=phone>;x=1',
        '"Tổng đài" <tel:02473000000>;reason=unconditional',
        '"a, b" <sip:1001@pbx.example>;tag=x',
      ]),
    ).to.deep.equal(['+8419001234', '02473000000', '1001']);
    expect(dialledNumbers([undefined, 'nonsense', 'sip:%E0@x', undefined])).to.deep.equal(['%E0']);
  });
});
