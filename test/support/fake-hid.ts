/** WebHID as a test plays it: devices that are there, allowed or not, and what is sent to them. */

interface Item {
  readonly usages?: readonly number[];
  readonly reportSize?: number;
  readonly reportCount?: number;
  readonly [other: string]: unknown;
}

export interface Report {
  readonly reportId?: number;
  readonly items?: readonly Item[];
}

export interface Collection {
  readonly usagePage?: number;
  readonly inputReports?: readonly Report[];
  readonly outputReports?: readonly Report[];
  readonly children?: readonly Collection[];
}

/** One bit each, as headsets have them. */
export const bits = (usages: readonly number[], more: object = {}): Item => ({
  usages,
  isAbsolute: true,
  isArray: false,
  isConstant: false,
  isRange: false,
  logicalMinimum: 0,
  reportSize: 1,
  reportCount: usages.length,
  ...more,
});

export const padding = (count: number): Item => bits([], { isConstant: true, reportCount: count });

/** The hook is a state and the mute key an event, as in the sample descriptor of Microsoft's and in most headsets. */
export const headset: readonly Collection[] = [
  { usagePage: 0x0c, inputReports: [{ reportId: 1, items: [bits([0x0c00e9, 0x0c00ea]), padding(6)] }] },
  {
    usagePage: 0x0b,
    inputReports: [
      {
        reportId: 2,
        items: [
          bits([0x0b0020, 0x0b0097]),
          bits([0x0b002f, 0x0b0021], { isAbsolute: false }),
          padding(3),
          bits([0x090001], { isAbsolute: false }),
        ],
      },
    ],
    outputReports: [{ reportId: 2, items: [bits([0x080017, 0x080009, 0x080018, 0x080020, 0x080021]), padding(3)] }],
  },
];

/** What the host has sent, as letters: Off-hook, Mute, Ring, Hold; `-` dark. */
export const lampsSent = (data: Uint8Array): string =>
  ['O', 'M', 'R', 'H', 'm'].map((letter, bit) => (((data[0] ?? 0) >> bit) & 1 ? letter : '-')).join('');

export class FakeHidDevice extends EventTarget {
  opened = false;
  isForgotten = false;
  readonly sent: { readonly reportId: number; readonly data: Uint8Array }[] = [];
  /** Why it cannot be opened, or why nothing can be sent. */
  trouble: { open?: Error; send?: Error } = {};
  /** What a device does when it is told something. */
  answers: (data: Uint8Array) => void = () => undefined;

  constructor(
    readonly productName = 'Jabra Evolve2 40',
    readonly collections: readonly Collection[] = headset,
  ) {
    super();
  }

  open(): Promise<void> {
    if (this.trouble.open) return Promise.reject(this.trouble.open);
    this.opened = true;
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.opened = false;
    return Promise.resolve();
  }

  forget(): Promise<void> {
    this.opened = false;
    this.isForgotten = true;
    return Promise.resolve();
  }

  sendReport(reportId: number, data: Uint8Array): Promise<void> {
    if (this.trouble.send) return Promise.reject(this.trouble.send);
    this.sent.push({ reportId, data: data.slice() });
    this.answers(data);
    return Promise.resolve();
  }

  /** The device says this. */
  reports(reportId: number, ...bytes: number[]): void {
    if (!this.opened) return;
    const data = new DataView(Uint8Array.from(bytes).buffer);
    this.dispatchEvent(Object.assign(new Event('inputreport'), { reportId, data }));
  }

  /** The last it was told, and nothing before. */
  get lamps(): string {
    const last = this.sent.at(-1);
    return last ? lampsSent(last.data) : '';
  }
}

export class FakeHid extends EventTarget {
  /** Those that are there and allowed. */
  readonly allowed: FakeHidDevice[] = [];
  /** What the agent chooses; `null`: closes the chooser. */
  choice: FakeHidDevice | null = null;
  readonly asked: unknown[] = [];
  policyForbids = false;

  getDevices(): Promise<FakeHidDevice[]> {
    if (this.policyForbids) return Promise.reject(new DOMException('hid is disallowed', 'SecurityError'));
    return Promise.resolve(this.allowed.filter(({ isForgotten }) => !isForgotten));
  }

  requestDevice(options: unknown): Promise<FakeHidDevice[]> {
    this.asked.push(options);
    if (this.policyForbids) return Promise.reject(new DOMException('hid is disallowed', 'SecurityError'));
    if (!this.choice) return Promise.resolve([]);
    if (!this.allowed.includes(this.choice)) this.allowed.push(this.choice);
    return Promise.resolve([this.choice]);
  }

  plug(device: FakeHidDevice): void {
    this.allowed.push(device);
    this.dispatchEvent(Object.assign(new Event('connect'), { device }));
  }

  unplug(device: FakeHidDevice): void {
    if (this.allowed.includes(device)) this.allowed.splice(this.allowed.indexOf(device), 1);
    device.opened = false;
    this.dispatchEvent(Object.assign(new Event('disconnect'), { device }));
  }
}

/** Puts it in the browser's place. Returns the end of it. */
export function useHid(hid: FakeHid | undefined): () => void {
  Object.defineProperty(navigator, 'hid', { configurable: true, value: hid });
  return () => Reflect.deleteProperty(navigator, 'hid');
}
