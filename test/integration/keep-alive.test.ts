import { expect } from '@open-wc/testing';
import { LoopbackSip } from '../support/loopback-sip.js';
import { createPaperPhone } from '../support/paper-phone.js';
import { until } from '../support/until.js';

/** What the keep-alive of a phone that is not registered sends, on a server that leaves OPTIONS unanswered. */
describe('a REGISTER that only asks', () => {
  let wire: LoopbackSip;
  beforeEach(() => {
    wire = new LoopbackSip();
    wire.install();
  });
  afterEach(() => wire.uninstall());

  it('binds nothing, tries no password, and is a sign of life when it is challenged', async () => {
    const { phone, clock, names } = createPaperPhone('alice');
    await phone.execute({ type: 'start' });
    await phone.execute({ type: 'unregister' });
    const asked: string[] = [];
    wire.script = ({ method, raw }) => {
      if (method === 'OPTIONS') return 'drop';
      if (method !== 'REGISTER') return undefined;
      asked.push(raw);
      const challenge = 'WWW-Authenticate: Digest realm="lab.test", nonce="n"';
      return [{ statusCode: 401, reason: 'Unauthorized', headers: [challenge] }];
    };
    const before = names().length;
    for (let i = 1; i <= 3; i++) {
      await until(async () => {
        await clock.pass(1_000);
        return asked.length >= i;
      }, 'it asks');
      await until(() => wire.summary().filter((one) => one === '401').length >= i, 'it is challenged');
    }
    await clock.pass(1_000);
    for (const raw of asked) {
      expect(raw).to.match(/^REGISTER sip:lab\.test SIP\/2\.0\r\nVia: SIP\/2\.0\/WS /);
      expect(raw).not.to.match(/^(contact|authorization):/im);
    }
    expect(names().slice(before)).to.deep.equal([]);
    await phone.execute({ type: 'stop' });
  });
});
