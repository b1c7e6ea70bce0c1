import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { Lab } from './lab.js';

/** @param options `timeout`: ms; default one minute */
export type Scenario = (
  name: string,
  run: (lab: Lab) => Promise<void>,
  options?: { readonly timeout?: number },
) => void;

/**
 * One lab for the tests of a file; call it inside `describe`. What it gives back declares a test that starts with
 * nobody registered, shows what happened when it fails, and fails on what a page threw and nobody caught.
 */
export function useLab(): Scenario {
  let lab: Lab | undefined;
  before(async () => {
    lab = await Lab.start();
  });
  after(() => lab?.stop());
  return (name, run, { timeout = 60_000 } = {}) => {
    it(name, { timeout }, async () => {
      assert.ok(lab);
      const from = lab.kamailio.trace.length;
      try {
        await run(lab);
        assert.deepEqual(lab.uncaught, [], 'nothing is thrown that nobody catches');
      } catch (error) {
        console.error(`\n=== ${name}\n${await lab.report(from)}\n`);
        throw error;
      } finally {
        await lab.clear();
      }
    });
  };
}
