import type { HeadsetLamps, HeadsetPress } from '../phone/headset.js';

/** A HID report descriptor as WebHID gives it: dictionaries, of which any member may be missing (WebHID §10–12). */
export interface HidCollection {
  readonly inputReports?: readonly HidReport[];
  readonly outputReports?: readonly HidReport[];
}

interface HidReport {
  /** 0 where the device numbers no reports. */
  readonly reportId?: number;
  readonly items?: readonly HidItem[];
}

interface HidItem {
  readonly isConstant?: boolean;
  readonly isArray?: boolean;
  readonly isAbsolute?: boolean;
  readonly isRange?: boolean;
  /** Usage page in the upper 16 bits, usage in the lower. */
  readonly usages?: readonly number[];
  readonly usageMinimum?: number;
  readonly usageMaximum?: number;
  /** Bits of each of the `reportCount` fields. */
  readonly reportSize?: number;
  readonly reportCount?: number;
  readonly logicalMinimum?: number;
}

/** Where in a report something is. */
interface Field<Name extends string> {
  readonly name: Name;
  readonly reportId: number;
  /** The first bit, of `size` bits in each of `count` places. */
  readonly bit: number;
  readonly size: number;
  readonly count: number;
  /** What stands for it in the places of an array; `null`: a field of its own, where 0 is off. */
  readonly code: number | null;
  /** Tells that something happened, not how it is. */
  readonly isRelative: boolean;
}

export type ControlField = Field<HeadsetPress>;

/** What the reports of a headset hold for us. */
export interface HeadsetLayout {
  readonly controls: readonly ControlField[];
  readonly lamps: readonly Field<keyof HeadsetLamps>[];
  /** Bits of each output report, by its id. */
  readonly lengths: ReadonlyMap<number, number>;
}

/** HID Usage Tables §14 (Telephony Device, 0x0B); a button that rejects is one of page 0x09 without a name of its own. */
const controls: ReadonlyMap<number, HeadsetPress> = new Map([
  [0x0b_0020, 'hook'],
  [0x0b_0021, 'flash'],
  [0x0b_0026, 'drop'],
  [0x0b_002f, 'mute'],
  [0x09_0001, 'reject'],
  [0x09_0007, 'reject'],
]);

/** HID Usage Tables §11 (LED, 0x08): Mute, Off-Hook, Ring, Hold, Microphone. */
const lamps: ReadonlyMap<number, keyof HeadsetLamps> = new Map([
  [0x08_0009, 'muted'],
  [0x08_0017, 'offHook'],
  [0x08_0018, 'ringing'],
  [0x08_0020, 'held'],
  [0x08_0021, 'muted'],
]);

/** Longer than any report can be: what says so is no headset's. Bits. */
const longestReport = 0x1_0000;

/** `null`: no headset, or none whose buttons say anything. Pure, as is the rest of this file. */
export function parseHeadset(collections: readonly HidCollection[]): HeadsetLayout | null {
  const input = fieldsOf(
    collections.flatMap(({ inputReports = [] }) => inputReports),
    controls,
  );
  if (!input.fields.some(({ name }) => name === 'hook' || name === 'mute')) return null;
  const output = fieldsOf(
    collections.flatMap(({ outputReports = [] }) => outputReports),
    lamps,
  );
  return { controls: input.fields, lamps: output.fields, lengths: output.lengths };
}

/** Only collections at the top are to be given: their reports hold the items of all that is in them, in order. */
function fieldsOf<Name extends string>(
  reports: readonly HidReport[],
  wanted: ReadonlyMap<number, Name>,
): { readonly fields: Field<Name>[]; readonly lengths: Map<number, number> } {
  const fields: Field<Name>[] = [];
  const lengths = new Map<number, number>();
  for (const { reportId = 0, items = [] } of reports) {
    for (const item of items) {
      const { reportSize: size = 0, reportCount: count = 0 } = item;
      const bit = lengths.get(reportId) ?? 0;
      lengths.set(reportId, bit + size * count);
      if (item.isConstant || size < 1 || bit + size * count > longestReport) continue;
      const place = { reportId, size, isRelative: item.isAbsolute === false };
      for (const [usage, name] of wanted) {
        const index = indexIn(item, usage);
        if (index < 0) continue;
        if (item.isArray) fields.push({ ...place, name, bit, count, code: (item.logicalMinimum ?? 0) + index });
        else if (index < count) fields.push({ ...place, name, bit: bit + index * size, count: 1, code: null });
      }
    }
  }
  return { fields, lengths };
}

function indexIn({ isRange, usages = [], usageMinimum = 1, usageMaximum = 0 }: HidItem, usage: number): number {
  if (!isRange) return usages.indexOf(usage);
  return usage <= usageMaximum ? usage - usageMinimum : -1;
}

/** The controls that a report tells of, and whether they are on. */
export function readReport(
  { controls: fields }: HeadsetLayout,
  reportId: number,
  data: DataView,
): (readonly [ControlField, boolean])[] {
  return fields
    .filter((field) => field.reportId === reportId && field.bit + field.size * field.count <= data.byteLength * 8)
    .map((field) => [field, isOn(field, data)]);
}

function isOn({ bit, size, count, code }: ControlField, data: DataView): boolean {
  for (let place = 0; place < count; place++) {
    const value = bitsAt(data, bit + place * size, size);
    if (code === null ? value !== 0 : value === code) return true;
  }
  return false;
}

function bitsAt(data: DataView, bit: number, size: number): number {
  let value = 0;
  for (let i = bit + size - 1; i >= bit; i--) value = value * 2 + ((data.getUint8(i >> 3) >> (i & 7)) & 1);
  return value;
}

/** The reports that make a headset show this; whatever else they hold is 0. */
export function writeReports(
  { lamps: fields, lengths }: HeadsetLayout,
  lit: HeadsetLamps,
): ReadonlyMap<number, Uint8Array<ArrayBuffer>> {
  const reports = new Map<number, Uint8Array<ArrayBuffer>>();
  for (const { name, reportId, bit, code } of fields) {
    const length = lengths.get(reportId) ?? 0;
    // A list of what is lit has room for few: no headset has one.
    if (code !== null || length > longestReport) continue;
    const data = reports.get(reportId) ?? new Uint8Array(Math.ceil(length / 8));
    if (lit[name]) data[bit >> 3] = (data[bit >> 3] ?? 0) | (1 << (bit & 7));
    reports.set(reportId, data);
  }
  return reports;
}
