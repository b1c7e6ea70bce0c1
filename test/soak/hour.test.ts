/** `npm run soak [-- --calls 500 --seed 1]` */
import { executeServerCommand } from '@web/test-runner-commands';
import { liveThrough } from './rules.js';

interface Settings {
  readonly calls: number;
  readonly seed: number;
}

describe('an hour in an office where everything fails now and then', () => {
  it('loses nothing that could be saved, and leaves nothing over', async function () {
    this.timeout(900_000);
    const { calls, seed } = await executeServerCommand<Settings, undefined>('soak', undefined);
    const { minutes, outcomes, faults } = await liveThrough(calls, seed);
    console.info(`${calls} calls in ${minutes} simulated minutes, seed ${seed}`, JSON.stringify({ outcomes, faults }));
  });
});
