/** A short day; the whole one is `npm run soak`. */
import { expect } from '@open-wc/testing';
import { liveThrough } from '../soak/rules.js';

const seed = 6;

describe('a day in an office where everything fails now and then', () => {
  it(`loses no call that could be saved, and leaves nothing over (seed ${seed})`, async function () {
    this.timeout(170_000);
    const { outcomes, faults } = await liveThrough(60, seed);
    expect(Object.keys(faults), 'kinds of fault').to.have.length.greaterThan(4);
    expect(outcomes).to.have.any.keys('transferred').and.to.have.any.keys('talked');
  });
});
