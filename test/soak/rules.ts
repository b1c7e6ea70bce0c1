import { expect } from '@open-wc/testing';
import { Belongings } from '../support/belongings.js';
import { heapUsed } from '../support/heap.js';
import { OfficeDay, type DayReport } from './office-day.js';

/** Bytes that may have come to the heap. */
const heapGrowth = 2_000_000;
/** What a page builds up but once is there after these. */
const warmUp = 40;

/** A day of so many calls; throws where a call was lost that could be saved, or anything of one is left. */
export async function liveThrough(calls: number, seed: number): Promise<DayReport> {
  // The runner's own socket has to be there before the wire takes the place of `WebSocket`.
  await heapUsed();
  const belongings = new Belongings();
  belongings.install();
  const day = new OfficeDay(seed);
  const { time } = day;
  /** The runner's own timers are not the day's. */
  const collected = async (): Promise<number> => {
    time.uninstall();
    const bytes = await heapUsed();
    time.install();
    return bytes;
  };
  /** Without those of a keep-alive or a REGISTER that happens to be on its way. */
  const fewestTimers = async (): Promise<number> => {
    let fewest = Infinity;
    for (let tenths = 0; tenths < 100; tenths++) {
      await time.clock.pass(100);
      fewest = Math.min(fewest, time.clock.waiting);
    }
    return fewest;
  };
  const measure = async () => {
    await day.rest();
    await collected();
    const { entries, listeners } = belongings.held;
    return { heap: await collected(), entries, listeners, timers: await fewestTimers() };
  };
  try {
    await day.begin();
    const [first, before] = [await day.work(warmUp), await measure()];
    const [report, after] = [await day.work(calls), await measure()];

    expect([...first.broken, ...report.broken], 'what a phone must not do').to.deep.equal([]);
    for (const party of day.everyone) {
      const { user, begun, ended } = party;
      expect(party.leftovers, `${user}, last ${party.said.join('\n')}`).to.deep.equal([]);
      expect(party.phone.state.registration.status, user).to.equal('registered');
      expect(new Set(begun).size, `${user}: a call that began twice`).to.equal(begun.length);
      expect(new Set(ended).size, `${user}: a call that ended twice`).to.equal(ended.length);
      const endless = begun.filter((id) => !ended.includes(id));
      expect(endless, `${user}: calls without an end`).to.deep.equal([]);
    }
    expect(day.wire.sockets.size, 'sockets').to.equal(day.everyone.length);
    expect(after.timers, 'timers').to.equal(before.timers);
    expect(after.listeners, 'listeners').to.equal(before.listeners);
    expect(after.entries - before.entries, 'entries of maps and sets').to.be.lessThan(200);
    expect(after.heap - before.heap, 'bytes of heap').to.be.lessThan(heapGrowth);
    return report;
  } finally {
    await day.end();
    belongings.uninstall();
  }
}
