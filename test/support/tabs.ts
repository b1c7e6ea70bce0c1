import { parseConfig, type PhoneConfig, type PhoneOptions } from '../../src/phone/config.js';
import { phoneEventNames, type PhoneEventMap, type PhoneEventName } from '../../src/phone/events.js';
import { LocalPhone } from '../../src/phone/local-phone.js';
import { SimulatedKeeper, SimulatedPage } from '../../src/simulator/page.js';
import { TabPhone } from '../../src/tabs/tab-phone.js';
import { FakeBrowser, type FakeTab } from './fake-browser.js';
import { FakeClock } from './fake-clock.js';
import { FakePbx, TabSip } from './fake-pbx.js';
import { FakeMedia } from './fake-suppliers.js';
import { StaticAccount } from './static-account.js';

export interface Heard {
  readonly name: PhoneEventName;
  readonly data: PhoneEventMap[PhoneEventName];
}

/** An agent's page in one tab. */
export interface AgentTab {
  readonly tab: FakeTab;
  readonly phone: TabPhone;
  readonly heard: Heard[];
  readonly account: StaticAccount;
  readonly keeper: SimulatedKeeper;
  /** Of the phones that this tab has led so far. */
  readonly media: FakeMedia[];
  readonly pages: SimulatedPage[];
  readonly configs: PhoneConfig[];
  names(): readonly PhoneEventName[];
}

/** Whose phone it is. */
export const agent: PhoneOptions = {
  lang: 'en',
  sip: { uri: 'sip:1001@pbx.test', password: 'secret', servers: ['wss://a.test/ws'] },
};

/** One browser, one PBX, and as many tabs as a test opens. */
export class TabWorld {
  readonly clock = new FakeClock();
  readonly browser = new FakeBrowser(this.clock);
  readonly pbx = new FakePbx();
  readonly agents: AgentTab[] = [];
  readonly logged: string[] = [];
  /** What the agent chooses in a tab that does not lead. */
  chosenHeadset: string | null = null;
  #ids = 0;

  /** Opens a tab; its phone is not started. `keeper`: the one of the page before in this tab. */
  open(
    options: Partial<PhoneOptions> = {},
    { keeper = new SimulatedKeeper(), shares = true, wanted = { config: parseConfig({ ...agent, ...options }) } } = {},
  ): AgentTab {
    const tab = this.browser.open();
    if (!wanted.config.sip) throw new Error('the tab wants a sip block');
    const account = new StaticAccount(wanted.config.sip);
    const media: FakeMedia[] = [];
    const pages: SimulatedPage[] = [];
    const configs: PhoneConfig[] = [];
    const { clock } = tab;
    const write = (message: string): void => void this.logged.push(message);
    const log = { error: write, warn: write, info: () => undefined, debug: () => undefined };
    const newId = (): string => `id-${++this.#ids}`;
    const own = `contact-${++this.#ids}`;
    Object.assign(keeper, { contactName: () => own });
    const phone = new TabPhone({
      wanted,
      account,
      keeper,
      clock,
      log,
      newId,
      host: shares ? tab.host : null,
      askPermission: () => Promise.resolve('allowed'),
      askForHeadset: () => Promise.resolve(this.chosenHeadset),
      groupName: (uri) => Promise.resolve(`group ${uri}`),
      createPhone: (leading) => {
        const sip = new TabSip(tab, this.pbx, (uri) => leading.keeper.contactName(uri));
        const sound = new FakeMedia();
        media.push(sound);
        configs.push(leading.config);
        const page = new SimulatedPage();
        pages.push(page);
        return new LocalPhone({ ...leading, sip, media: sound, page, clock, log, newId, random: () => 0.5 });
      },
    });
    const heard: Heard[] = [];
    for (const name of phoneEventNames) phone.on(name, (data) => void heard.push({ name, data }));
    const opened = {
      tab,
      phone,
      heard,
      account,
      keeper,
      media,
      pages,
      configs,
      names: () => heard.map(({ name }) => name),
    };
    this.agents.push(opened);
    return opened;
  }

  /** Opens a tab and starts its phone. */
  async start(options?: Partial<PhoneOptions>): Promise<AgentTab> {
    const opened = this.open(options);
    const started = opened.phone.execute({ type: 'start' });
    await this.settle();
    await started;
    return opened;
  }

  /** Lets a little time pass: everything that needs none goes on. */
  async settle(): Promise<void> {
    await this.clock.pass(1);
    await this.clock.pass(1);
  }

  /** The tab is gone without a word. */
  close({ tab }: AgentTab): void {
    tab.close();
  }

  get here(): readonly AgentTab[] {
    return this.agents.filter(({ tab }) => tab.isOpen);
  }
}
