import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { LabAccount } from './account.js';
import { Agent, type AgentOptions } from './agent.js';
import { Baresip, type BaresipOptions } from './baresip.js';
import { launchBrowser, type Machine } from './browser.js';
import { Kamailio, secondWsServer, wsServer } from './kamailio.js';
import { Rtpengine } from './rtpengine.js';
import { Site } from './site.js';
import { Sipp } from './sipp.js';
import { Tunnel } from './tunnel.js';

const firstTunnelPort = 5180;

/**
 * Everything an end-to-end test needs: a registrar and proxy, a media relay, desk phones, a scripted answerer, a
 * web server with the account API and a browser. It belongs into a network namespace of its own: its ports are fixed.
 */
export class Lab {
  readonly kamailio: Kamailio;
  /** The second node, which runs once `cluster` was called. */
  readonly second: Kamailio;
  readonly sipp: Sipp;
  readonly account = new LabAccount();
  readonly #rtpengine = new Rtpengine();
  readonly #site = new Site((request, response) => this.account.handle(request, response));
  /** By the machine they seem to stand on. Promises, because two pages may ask for the first browser at once. */
  readonly #browsers = new Map<string, Promise<Browser>>();
  readonly #agents = new Set<Agent>();
  readonly #phones = new Set<Baresip>();
  readonly #tunnels = new Set<Tunnel>();
  #phonesMade = 0;

  private constructor(private readonly directory: string) {
    this.kamailio = new Kamailio(directory);
    this.second = new Kamailio(directory, 'second');
    this.sipp = new Sipp(directory);
  }

  static async start(): Promise<Lab> {
    const lab = new Lab(await mkdtemp(join(tmpdir(), 'bfc-lab-')));
    try {
      await lab.#rtpengine.start();
      await Promise.all([lab.kamailio.start(), lab.#site.start()]);
      return lab;
    } catch (error) {
      await lab.stop();
      throw error;
    }
  }

  /** Ends everything, also where some of it fails to end; then says so. */
  async stop(): Promise<void> {
    const browsers = [...this.#browsers.values()];
    this.#browsers.clear();
    const ended = [
      ...(await Promise.allSettled([this.clear()])),
      ...(await Promise.allSettled(browsers.map(async (browser) => (await browser).close()))),
      ...(await Promise.allSettled([
        this.kamailio.stop(),
        this.second.stop(),
        this.#rtpengine.stop(),
        this.#site.stop(),
      ])),
    ];
    await rm(this.directory, { recursive: true, force: true });
    for (const one of ended) if (one.status === 'rejected') throw one.reason;
  }

  /** Sees to it that both nodes run and answer, and gives back their addresses, the first node's first. */
  async cluster(): Promise<readonly string[]> {
    for (const node of [this.kamailio, this.second]) {
      if (node.isWell) continue;
      await node.kill();
      await node.start();
    }
    return [wsServer, secondWsServer];
  }

  /** Where the pages and the account API are. */
  get origin(): string {
    return this.#site.origin;
  }

  /** Opens an agent's page and signs in. */
  async agent(options: AgentOptions, machine?: Machine): Promise<Agent> {
    return (await this.page(options, machine)).signIn();
  }

  /** Opens an agent's page. */
  async page(options: AgentOptions, machine: Machine = { devices: true }): Promise<Agent> {
    const agent = await Agent.open(await this.#browser(machine), this.#site.origin, options);
    this.#agents.add(agent);
    return agent;
  }

  /** Another tab of that agent's browser, signed in. */
  async tab(agent: Agent): Promise<Agent> {
    const tab = await agent.openTab();
    this.#agents.add(tab);
    return tab.signIn();
  }

  /** A desk phone, registered. */
  async phone(options: BaresipOptions): Promise<Baresip> {
    const phone = new Baresip(this.directory, this.#phonesMade++ % 10, options);
    this.#phones.add(phone);
    await phone.start();
    return phone;
  }

  /** A way to the SIP server that can break. @param to the server's port, where it is not the first one's */
  async tunnel(to?: number): Promise<Tunnel> {
    const tunnel = new Tunnel(firstTunnelPort + this.#tunnels.size, to);
    this.#tunnels.add(tunnel);
    return tunnel.start();
  }

  /** Puts away what one test used. */
  async clear(): Promise<void> {
    await Promise.all([
      ...[...this.#agents].map((agent) => agent.close()),
      ...[...this.#phones].map((phone) => phone.stop()),
      ...[...this.#tunnels].map((tunnel) => tunnel.stop()),
      this.sipp.stop(),
    ]);
    this.#tunnels.clear();
    this.#agents.clear();
    this.#phones.clear();
    this.account.reset();
  }

  /** What pages threw and nobody caught. */
  get uncaught(): readonly string[] {
    return [...this.#agents].flatMap((agent) => agent.uncaught.map((text) => `${agent.user}: ${text}`));
  }

  /** What helps to understand a failure. @param from where in the trace the test began */
  async report(from: number): Promise<string> {
    const parts = [['SIP, as Kamailio saw it', this.kamailio.trace.slice(from)]] as [string, readonly string[]][];
    if (this.second.trace.length > 0) parts.push(['SIP, as the second node saw it', this.second.trace.slice(-80)]);
    for (const agent of this.#agents) {
      const events = await agent.events().catch(() => []);
      parts.push([`${agent.user}: events`, events.map((event) => JSON.stringify(event))]);
      parts.push([`${agent.user}: console`, [...agent.console, ...agent.uncaught].slice(-60)]);
    }
    for (const phone of this.#phones) parts.push([`${phone.user} (baresip)`, phone.output.slice(-25)]);
    parts.push(['sipp', this.sipp.output.slice(-40)]);
    parts.push(['Kamailio', this.kamailio.output.filter((line) => !line.includes('<script>: SIP ')).slice(-15)]);
    parts.push(['rtpengine', this.#rtpengine.output.slice(-15)]);
    return parts.map(([title, lines]) => `--- ${title}\n${lines.join('\n')}`).join('\n');
  }

  #browser(machine: Machine): Promise<Browser> {
    const key = JSON.stringify(machine);
    const running = this.#browsers.get(key) ?? launchBrowser(machine);
    this.#browsers.set(key, running);
    return running;
  }
}
