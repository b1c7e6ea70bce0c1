import { noLamps, type HeadsetButtons as State, type HeadsetLamps, type HeadsetPress } from '../phone/headset.js';
import type { ClockPort, HeadsetPort, LogPort } from '../phone/ports.js';
import { shownLine } from '../util/one-line.js';
import { HeadsetButtons } from './headset-buttons.js';
import { parseHeadset, readReport, writeReports, type HeadsetLayout, type HidCollection } from './headset-reports.js';

interface InputReport extends Event {
  readonly reportId: number;
  /** Without the id. */
  readonly data: DataView;
}

/** WebHID §7, which is in no browser's types yet. */
interface HidDevice extends EventTarget {
  readonly productName: string;
  readonly opened: boolean;
  readonly collections: readonly HidCollection[];
  open(): Promise<void>;
  close(): Promise<void>;
  /** Newer than the rest. */
  forget?(): Promise<void>;
  sendReport(reportId: number, data: BufferSource): Promise<void>;
}

interface Hid extends EventTarget {
  getDevices(): Promise<readonly HidDevice[]>;
  requestDevice(options: {
    readonly filters: readonly { readonly usagePage: number }[];
  }): Promise<readonly HidDevice[]>;
}

interface Used {
  readonly device: HidDevice;
  readonly layout: HeadsetLayout;
  readonly buttons: HeadsetButtons;
}

/** A headset serves one phone of this page. */
const inUse = new Set<HidDevice>();

/** One after the other, among all phones of this page: opening and closing take their time. */
let work: Promise<unknown> = Promise.resolve();

/** None in an insecure page and in most browsers but those built on Chromium. */
function browserHid(): Hid | undefined {
  return (navigator as { readonly hid?: Hid }).hid;
}

/** The browser's own chooser; call it from a click. `null`: the agent chose none, or may not be asked here. */
export async function askForHeadset(): Promise<string | null> {
  try {
    // The Telephony Device page: what headsets with buttons for calls are.
    const [device] = (await browserHid()?.requestDevice({ filters: [{ usagePage: 0x0b }] })) ?? [];
    return device ? nameOf(device) : null;
  } catch {
    // Without a click, or not allowed to this page by its policy.
    return null;
  }
}

/** Others of its interfaces go by the same name. */
function nameOf({ productName }: HidDevice): string {
  return shownLine(productName) || 'USB';
}

/** The buttons and lamps of one headset that the agent has allowed, by WebHID; whatever fails there is only not shown. */
export class BrowserHeadset implements HeadsetPort {
  #change: (state: State) => void = () => undefined;
  #press: (press: HeadsetPress) => void = () => undefined;
  #lamps = noLamps;
  #used: Used | null = null;
  #watching: AbortController | null = null;

  constructor(
    private readonly clock: ClockPort,
    private readonly log: LogPort,
  ) {}

  onChange(listener: (state: State) => void): void {
    this.#change = listener;
  }

  onPress(listener: (press: HeadsetPress) => void): void {
    this.#press = listener;
  }

  open(): void {
    const hid = browserHid();
    if (!hid || this.#watching) return;
    this.#watching = new AbortController();
    const { signal } = this.#watching;
    const look = (): void => void this.use(null);
    hid.addEventListener('connect', look, { signal });
    hid.addEventListener('disconnect', look, { signal });
    look();
  }

  show(lamps: HeadsetLamps): void {
    this.#lamps = lamps;
    this.#used?.buttons.show(lamps);
    void this.#send(lamps);
  }

  async ask(): Promise<string | null> {
    const name = this.#watching && (await askForHeadset());
    return name === null ? null : this.use(name);
  }

  use(name: string | null): Promise<string | null> {
    const { signal } = this.#watching ?? {};
    return this.#inTurn(async () => {
      const devices = (await browserHid()?.getDevices()) ?? [];
      if (!signal || signal.aborted) return null;
      const named = devices.filter((device) => nameOf(device) === name);
      const isFine = (device: HidDevice): boolean => device === this.#used?.device && device.opened;
      if (!(named[0] ? named : devices).some(isFine)) {
        void this.#drop();
        for (const device of [...named, ...devices]) if (!this.#used) await this.#take(device, signal);
      }
      if (signal.aborted) return null;
      const used = this.#used && nameOf(this.#used.device);
      this.#change({ supported: true, name: used });
      return used;
    });
  }

  async forget(): Promise<void> {
    const device = this.#used?.device;
    if (!device) return;
    await this.#drop();
    await this.#inTurn(() => device.forget?.());
    await this.use(null);
  }

  close(): void {
    if (!this.#watching) return;
    this.#watching.abort();
    this.#watching = null;
    void this.#drop();
    this.#change({ supported: false, name: null });
  }

  async #take(device: HidDevice, signal: AbortSignal): Promise<void> {
    const layout = parseHeadset(device.collections);
    if (!layout || inUse.has(device)) return;
    // Another program may have it for itself.
    if (!device.opened) await this.#try(() => device.open());
    if (!device.opened) return;
    const buttons = new HeadsetButtons(
      this.clock,
      (press) => this.#press(press),
      () => void this.#send(this.#lamps),
    );
    inUse.add(device);
    this.#used = { device, layout, buttons };
    const heard = ({ reportId, data }: InputReport): void => {
      if (this.#used?.buttons !== buttons) return;
      for (const [field, isOn] of readReport(layout, reportId, data)) buttons.report(field, isOn);
    };
    device.addEventListener('inputreport', (event) => heard(event as InputReport), { signal });
    if (signal.aborted) void this.#drop();
    else this.show(this.#lamps);
  }

  /** Done when it is dark and closed, or used again. */
  async #drop(): Promise<void> {
    if (!this.#used) return;
    const { device, buttons } = this.#used;
    const dark = this.#send(noLamps);
    this.#used = null;
    inUse.delete(device);
    buttons.close();
    await this.#inTurn(async () => {
      await dark;
      if (!inUse.has(device)) await device.close();
    });
  }

  /** Done when it has arrived, or cannot. */
  async #send(lamps: HeadsetLamps): Promise<void> {
    const { device, layout } = this.#used ?? {};
    if (!device || !layout) return;
    for (const [id, data] of writeReports(layout, lamps)) await this.#try(() => device.sendReport(id, data));
    // The agent may take the permission back, in the browser's own settings too: no event tells of that.
    if (!device.opened && this.#used?.device === device) void this.use(null);
  }

  #inTurn<T>(run: () => T | Promise<T>): Promise<Awaited<T> | null> {
    const done = work.then(() => this.#try(run));
    work = done;
    return done;
  }

  async #try<T>(run: () => T | Promise<T>): Promise<Awaited<T> | null> {
    try {
      return await run();
    } catch (error) {
      this.log.info('the headset does not take part', error instanceof Error ? error.message : error);
      return null;
    }
  }
}
