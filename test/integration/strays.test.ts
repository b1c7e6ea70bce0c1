/** Responses that only look like ours: SIP.js pairs a response with its request by branch and method alone. */
import { expect } from '@open-wc/testing';
import { LoopbackSip } from '../support/loopback-sip.js';
import { createTestPhone, type TestPhone } from '../support/phones.js';
import { until } from '../support/until.js';

describe('a response that is not to what we sent', () => {
  let wire: LoopbackSip;
  let alice: TestPhone;
  let bob: TestPhone;

  beforeEach(async () => {
    wire = new LoopbackSip();
    wire.install();
    alice = createTestPhone('alice');
    bob = createTestPhone('bob');
    for (const { phone } of [alice, bob]) expect((await phone.execute({ type: 'start' })).ok).to.equal(true);
  });

  afterEach(async () => {
    await alice.phone.execute({ type: 'stop' });
    await bob.phone.execute({ type: 'stop' });
    wire.uninstall();
  });

  async function talk(caller: TestPhone, callee: TestPhone): Promise<void> {
    const number = callee === bob ? 'bob' : 'alice';
    expect((await caller.phone.execute({ type: 'call', number })).ok).to.equal(true);
    await until(() => callee.phone.state.line1?.state === 'ringing', 'it rings');
    expect((await callee.phone.execute({ type: 'answer' })).ok).to.equal(true);
    await until(() => caller.phone.state.line1?.state === 'active', 'they talk');
  }

  async function hold(type: 'hold' | 'unhold'): Promise<void> {
    expect(await alice.phone.execute({ type })).to.deep.include({ ok: true });
  }

  /** The newest 200 to an INVITE, and to one of alice's. */
  function lastAccepted(): string {
    const found = wire.trace.findLast((raw) => raw.startsWith('SIP/2.0 200') && /^CSeq: \d+ INVITE\r$/m.test(raw));
    if (!found) throw new Error('nobody has accepted an INVITE');
    return found;
  }

  /** Each differs from a real answer in one thing that RFC 3261 §8.2.6.2 has copied from the request. */
  const strange: Readonly<Record<string, (response: string) => string>> = {
    'To tag': (raw) => raw.replace(/^(To:.*;tag=)[^;\r]*/m, '$1stray'),
    'From tag': (raw) => raw.replace(/^(From:.*;tag=)[^;\r]*/m, '$1stray'),
    'Call-ID': (raw) => raw.replace(/^Call-ID: .*$/m, 'Call-ID: stray\r'),
    CSeq: (raw) => raw.replace(/^CSeq: \d+/m, 'CSeq: 77'),
  };
  const withoutSdp = (raw: string): string =>
    raw.replace(/^Content-(Type|Length): .*\r\n/gm, '').replace(/\r\n\r\n[^]*$/, '\r\nContent-Length: 0\r\n\r\n');

  async function goesOn(): Promise<void> {
    const { id } = alice.phone.state.line1 ?? {};
    await hold('hold');
    await until(() => bob.phone.state.line1?.heldByRemote, 'bob is held');
    await hold('unhold');
    expect(wire.summary()).not.to.include('BYE');
    expect(alice.names()).not.to.include('callEnded');
    expect(alice.phone.state.line1).to.include({ id, state: 'active', heldByRemote: false });
  }

  for (const role of ['caller', 'callee'] as const) {
    for (const [what, estrange] of Object.entries(strange)) {
      it(`is not taken for one to a re-INVITE that is over: other ${what}, by the ${role}`, async () => {
        await (role === 'caller' ? talk(alice, bob) : talk(bob, alice));
        await hold('hold');
        await hold('unhold');
        const stray = estrange(lastAccepted());
        for (const copy of [stray, withoutSdp(stray), stray.replace('application/sdp', 'text/plain')]) {
          wire.inject('alice', copy);
        }
        await goesOn();
      });
    }
  }

  for (const [what, estrange] of Object.entries(strange)) {
    it(`is not taken for one to a re-INVITE that waits: other ${what}`, async () => {
      await talk(alice, bob);
      let strays = 0;
      wire.rewrite = (message) => {
        if (!/^SIP\/2\.0 200/.test(message) || !/^CSeq: \d+ INVITE\r$/m.test(message)) return message;
        strays++;
        // They come before the real one.
        wire.inject('alice', estrange(message.replace('200 OK', '481 Gone')));
        wire.inject('alice', estrange(withoutSdp(message)));
        return message;
      };
      await hold('hold');
      expect(strays).to.equal(1);
      await goesOn();
    });
  }

  it('makes a second dialog that alone is ended: another phone has answered the same INVITE too', async () => {
    await talk(alice, bob);
    const fork = lastAccepted()
      .replace(/^(To:.*;tag=)[^;\r]*/m, '$1other')
      .replace(/^Contact: .*$/m, 'Contact: <sip:other@lab.test>\r');
    wire.inject('alice', fork);
    await until(() => wire.trace.some((raw) => raw.startsWith('BYE')), 'the other phone is told');
    const toOther = wire.trace.filter((raw) => /^(ACK|BYE) sip:other@lab\.test/.test(raw));
    expect(toOther.map((raw) => raw.slice(0, 3))).to.deep.equal(['ACK', 'BYE']);
    for (const raw of toOther) expect(raw).to.match(/^To: .*;tag=other\r$/m);
    expect(wire.trace.filter((raw) => raw.startsWith('BYE'))).to.have.length(1);
    wire.trace.length = 0;
    await goesOn();
  });
});
