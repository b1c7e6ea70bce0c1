/** What a headset's descriptor says, and what is read out of its reports and written into ours. */
import { expect } from '@open-wc/testing';
import { parseHeadset, readReport, writeReports, type HeadsetLayout } from '../../src/page/headset-reports.js';
import { noLamps } from '../../src/phone/headset.js';
import { bits, headset, padding, type Collection, type Report } from '../support/fake-hid.js';

const hook = 0x0b0020;
const mute = 0x0b002f;

function parsed(collections: readonly Collection[]): HeadsetLayout {
  const layout = parseHeadset(collections);
  if (!layout) throw new Error('no headset');
  return layout;
}

const input = (...reports: Report[]): Collection[] => [{ usagePage: 0x0b, inputReports: reports }];

const read = (layout: HeadsetLayout, reportId: number, ...bytes: number[]): Record<string, boolean> =>
  Object.fromEntries(
    readReport(layout, reportId, new DataView(Uint8Array.from(bytes).buffer)).map(([{ name }, isOn]) => [name, isOn]),
  );

const written = (layout: HeadsetLayout, lit: Partial<typeof noLamps>): [number, number[]][] =>
  [...writeReports(layout, { ...noLamps, ...lit })].map(([id, data]) => [id, [...data]]);

describe('the reports of a headset', () => {
  it('are found behind other items, by their bits, absolute and relative', () => {
    const layout = parsed(headset);
    expect(
      layout.controls.map(({ name, reportId, bit, isRelative }) => [name, reportId, bit, isRelative]),
    ).to.deep.equal([
      ['hook', 2, 0, false],
      ['flash', 2, 3, true],
      ['mute', 2, 2, true],
      ['reject', 2, 7, true],
    ]);
    expect(read(layout, 2, 0b1000_0101)).to.deep.equal({ hook: true, flash: false, mute: true, reject: true });
    expect(read(layout, 2, 0b0000_1010)).to.deep.equal({ hook: false, flash: true, mute: false, reject: false });
    expect(read(layout, 1, 0xff)).to.deep.equal({});
  });

  it('are read across bytes, in a device without report ids, and in fields of several bits', () => {
    const layout = parsed(
      input({ items: [padding(15), bits([hook]), bits([mute], { reportSize: 3 }), bits([0x0b0026])] }),
    );
    expect(read(layout, 0, 0, 0x80, 0b0000_0000)).to.deep.equal({ hook: true, mute: false, drop: false });
    expect(read(layout, 0, 0, 0x7f, 0b0000_0100)).to.deep.equal({ hook: false, mute: true, drop: false });
    expect(read(layout, 0, 0, 0, 0b0000_1000)).to.deep.equal({ hook: false, mute: false, drop: true });
  });

  it('are found by a range of usages', () => {
    const layout = parsed(
      input({ items: [bits([], { isRange: true, usageMinimum: 0x0b001f, usageMaximum: 0x0b0021, reportCount: 3 })] }),
    );
    expect(read(layout, 0, 0b010)).to.deep.equal({ hook: true, flash: false });
    expect(read(layout, 0, 0b100)).to.deep.equal({ hook: false, flash: true });
  });

  it('are found in a list of what is on', () => {
    const usages = [0x0b0024, hook, mute];
    const layout = parsed(
      input({
        reportId: 7,
        items: [bits(usages, { isArray: true, logicalMinimum: 1, reportSize: 4, reportCount: 2 })],
      }),
    );
    expect(read(layout, 7, 0x00)).to.deep.equal({ hook: false, mute: false });
    expect(read(layout, 7, 0x02)).to.deep.equal({ hook: true, mute: false });
    expect(read(layout, 7, 0x23)).to.deep.equal({ hook: true, mute: true });
    expect(read(layout, 7, 0x11), 'redial is nothing to us').to.deep.equal({ hook: false, mute: false });
  });

  it('of one id in two collections are one report', () => {
    const layout = parsed([
      { inputReports: [{ items: [bits([0x0c00e9]), padding(7)] }] },
      { inputReports: [{ items: [bits([hook])] }] },
    ]);
    expect(read(layout, 0, 0x01, 0x00)).to.deep.equal({ hook: false });
    expect(read(layout, 0, 0x00, 0x01)).to.deep.equal({ hook: true });
  });

  it('that are too short say nothing', () => {
    const layout = parsed(input({ reportId: 1, items: [bits([hook]), padding(7), bits([mute])] }));
    expect(read(layout, 1)).to.deep.equal({});
    expect(read(layout, 1, 1)).to.deep.equal({ hook: true });
    expect(read(layout, 1, 1, 1)).to.deep.equal({ hook: true, mute: true });
  });

  it('to it light what is to be lit, whole and one for each id', () => {
    const layout = parsed(headset);
    expect(written(layout, {})).to.deep.equal([[2, [0]]]);
    expect(written(layout, { ringing: true })).to.deep.equal([[2, [0b00100]]]);
    expect(written(layout, { offHook: true, muted: true }), 'Mute and Microphone').to.deep.equal([[2, [0b10011]]]);
    expect(written(layout, { offHook: true, held: true })).to.deep.equal([[2, [0b01001]]]);
    const apart = parsed([
      ...input({ items: [bits([hook])] }),
      {
        outputReports: [
          { reportId: 3, items: [padding(13), bits([0x080017])] },
          { reportId: 4, items: [bits([0x0b009e]), bits([0x080018], { reportSize: 8 })] },
          { reportId: 5, items: [bits([0xff000001], { reportSize: 8, reportCount: 60 })] },
        ],
      },
    ]);
    expect(written(apart, { offHook: true, ringing: true })).to.deep.equal([
      [3, [0, 0b10_0000]],
      [4, [0b10, 0]],
    ]);
  });

  const none: Readonly<Record<string, readonly Collection[]>> = {
    'no collections': [],
    'an empty collection': [{}],
    'empty reports': input({ reportId: 1, items: [] }, {}),
    'items that say nothing': input({ items: [{}, {}, {}] }),
    'only volume keys': [headset[0]!],
    'only lamps': [{ outputReports: headset[1]!.outputReports ?? [] }],
    'only padding': input({ items: [bits([hook], { isConstant: true })] }),
    'fields of no bits': input({ items: [bits([hook], { reportSize: 0 })] }),
    'more usages than fields': input({ items: [bits([1, 2, hook], { reportCount: 2 })] }),
    'a range turned round': input({
      items: [bits([], { isRange: true, usageMinimum: 0x0b0030, usageMaximum: 0x0b0001 })],
    }),
    'a report without end': input({ items: [bits([hook, mute], { reportSize: 0xffff, reportCount: 0xffff })] }),
    'something behind a report without end': input({
      items: [bits([1], { reportSize: 0xffff, reportCount: 0xffff }), bits([hook])],
    }),
  };
  for (const [name, collections] of Object.entries(none)) {
    it(`with ${name} are no headset’s`, () => {
      expect(parseHeadset(collections)).to.equal(null);
    });
  }

  it('that are too long are not written, and a list of lamps is not either', () => {
    const endless = [bits([0x080017]), padding(0xffffff)];
    const layout = parsed([
      ...input({ items: [bits([hook])] }),
      { outputReports: [{ items: endless }, { reportId: 1, items: [bits([0x080018], { isArray: true })] }] },
    ]);
    expect(written(layout, { offHook: true, ringing: true })).to.deep.equal([]);
  });

  it('with fields of odd sizes are read without failing, whatever comes', () => {
    const layout = parsed(
      input({
        items: [bits([hook], { reportSize: 33 }), bits([mute], { reportSize: 900, isArray: true, reportCount: 7 })],
      }),
    );
    for (let length = 0; length < 900; length += 7) {
      readReport(layout, 0, new DataView(new Uint8Array(length).fill(0xff).buffer));
    }
    expect(read(layout, 0, 0, 0, 0, 0, 1)).to.deep.equal({ hook: true });
  });
});
