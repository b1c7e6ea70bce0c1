import { expect } from '@open-wc/testing';
import { parseConfig } from '../../src/phone/config.js';
import { PhoneError } from '../../src/phone/errors.js';
import { PhoneLeases } from '../../src/phone/phone-leases.js';
import { BfcWebphoneSDK, type SdkConfig } from '../../src/sdk/bfc-webphone-sdk.js';
import { settle } from '../support/fake-clock.js';
import { createBench, type Bench } from '../support/fake-suppliers.js';
import { never } from '../support/never.js';
import { agent, TabWorld, type AgentTab } from '../support/tabs.js';

// The one that all tabs share, and the one of this page alone.
for (const tabs of [true, false]) {
  describe(`init, stop and init again, tabs: ${tabs}`, () => {
    let world: TabWorld;
    let opened: AgentTab[];
    let leases: PhoneLeases;
    let sdk: BfcWebphoneSDK;
    const config: SdkConfig = { ...agent, tabs };

    beforeEach(() => {
      world = new TabWorld();
      opened = [];
      leases = new PhoneLeases((wanted) => {
        const tab = world.open({}, { wanted });
        opened.push(tab);
        return tab.phone;
      });
      BfcWebphoneSDK.provider = leases;
      sdk = new BfcWebphoneSDK();
    });
    afterEach(() => {
      BfcWebphoneSDK.provider = null;
    });

    async function done<T>(work: Promise<T>): Promise<T> {
      for (let i = 0; i < 4; i++) await world.settle();
      return work;
    }
    const inCallback = (next: SdkConfig): Promise<{ status: string; error: unknown }> =>
      new Promise((resolve) => void sdk.stop(() => void sdk.init(next, resolve)));

    it('starts anew in the callback of stop, with the new options and not the old ones', async () => {
      await done(sdk.init({ ...config, mode: 'active' }));
      await sdk.setMode('inactive');
      const again = await done(inCallback({ ...config, mode: 'outgoing', register: false, lang: 'vi' }));
      expect(again.status).to.equal('success');
      expect([sdk.currentMode, sdk.isConnected, sdk.isRegistered]).to.deep.equal(['outgoing', true, false]);
      expect(opened.at(-1)?.phone.state.lang).to.equal('vi');
    });

    it('has the new options also where somebody else on the page shares the phone', async () => {
      const element = leases.acquire(parseConfig(config));
      await done(sdk.init(config));
      await done(sdk.stop());
      const again = { ...config, mode: 'inactive', register: false, userAgent: 'new' } as const;
      expect((await done(sdk.init(again))).status).to.equal('success');
      expect(opened).to.have.length(1);
      expect([sdk.currentMode, sdk.isRegistered]).to.deep.equal(['inactive', false]);
      expect(opened[0]?.configs.at(-1)).to.deep.include({ mode: 'inactive', register: false, userAgent: 'new' });
      expect(element.phone.state.mode).to.equal('inactive');
    });

    it('keeps what was chosen meanwhile where nobody asks for other options', async () => {
      await done(sdk.init(config));
      const { phone } = opened[0]!;
      await phone.execute({ type: 'setMode', mode: 'outgoing' });
      await done(phone.execute({ type: 'stop' }));
      expect((await done(phone.execute({ type: 'start' }))).ok).to.equal(true);
      expect(phone.state.mode).to.equal('outgoing');
    });

    it('starts anew after a stop that cut a start short', async () => {
      const first = sdk.init(config);
      const again = await done(inCallback(config));
      expect((await first).error?.code).to.equal('CANCELLED');
      expect(again.error).to.equal(null);
      expect(sdk.isRegistered).to.equal(true);
    });

    it('need not wait for the stop; what was asked last stands', async () => {
      await done(sdk.init(config));
      const stopped = sdk.stop();
      const again = sdk.init(config);
      const twice = sdk.init(config);
      expect((await done(again)).status).to.equal('success');
      expect((await stopped).status).to.equal('success');
      expect((await twice).error?.code).to.equal('ALREADY_STARTED');
      expect(sdk.isRegistered).to.equal(true);

      const stops = [sdk.stop()];
      const overtaken = sdk.init(config);
      stops.push(sdk.stop());
      expect((await done(overtaken)).error?.code).to.equal('CANCELLED');
      expect((await Promise.all(stops)).map(({ status }) => status)).to.deep.equal(['success', 'success']);
      expect(sdk.isConnected).to.equal(false);
      expect((await done(sdk.init(config))).status).to.equal('success');
    });

    it('stops for good where a stop follows each start at once', async () => {
      const tab = world.open({ tabs });
      const asked = (['start', 'stop', 'start', 'stop'] as const).map((type) => tab.phone.execute({ type }));
      expect((await done(Promise.all(asked))).map(({ ok }) => ok)).to.deep.equal([false, true, false, true]);
      expect(tab.phone.state.status).to.equal('stopped');
    });

    it('keeps a wish not to be registered over a stop', async () => {
      await done(sdk.init(config));
      const { phone } = opened[0]!;
      await done(phone.execute({ type: 'unregister' }));
      await done(phone.execute({ type: 'stop' }));
      expect((await done(phone.execute({ type: 'start' }))).ok).to.equal(true);
      expect(phone.state.registration).to.deep.include({ status: 'unregistered', wanted: false });
    });

    it('leaves nothing of a phone that failed for good', async () => {
      world.pbx.refuses = true;
      expect((await done(sdk.init(config))).error?.code).to.equal('AUTH_FAILED');
      expect(opened[0]?.media.map(({ audio }) => audio.isWatched)).to.deep.equal([false]);
    });
  });
}

describe('a phone by itself', () => {
  let bench: Bench;
  beforeEach(() => {
    bench = createBench();
  });

  it('starts anew after a stop that cut a start short', async () => {
    bench.sip.registers = never;
    const first = bench.phone.execute({ type: 'start' });
    await settle();
    const stopped = bench.phone.execute({ type: 'stop' });
    bench.sip.registers = () => Promise.resolve(300);
    const again = bench.phone.execute({ type: 'start' });
    expect(await first).to.have.nested.property('error.code', 'CANCELLED');
    expect((await stopped).ok).to.equal(true);
    expect((await again).ok).to.equal(true);
    expect(bench.phone.state.registration.status).to.equal('registered');
  });

  it('lets the last stop win over a start that waits for the one before', async () => {
    await bench.phone.execute({ type: 'start' });
    const asked = [
      bench.phone.execute({ type: 'stop' }),
      bench.phone.execute({ type: 'start' }),
      bench.phone.execute({ type: 'stop' }),
    ];
    expect((await Promise.all(asked)).map(({ ok }) => ok)).to.deep.equal([true, false, true]);
    expect(bench.phone.state.status).to.equal('stopped');
  });

  it('watches no devices once it has failed for good', async () => {
    bench.sip.registers = () => Promise.reject(new PhoneError('AUTH_FAILED', { statusCode: 401 }));
    await bench.phone.execute({ type: 'start' });
    expect(bench.media.audio.isWatched).to.equal(false);
    bench.sip.registers = () => Promise.resolve(300);
    await bench.phone.execute({ type: 'start' });
    expect(bench.media.audio.isWatched).to.equal(true);
  });
});
