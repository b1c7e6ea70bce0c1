import { executeServerCommand } from '@web/test-runner-commands';

/** Bytes of JavaScript that are still in use after a garbage collection (test/wtr/heap.mjs). */
export async function heapUsed(): Promise<number> {
  const bytes = await executeServerCommand<number, undefined>('heap', undefined);
  if (typeof bytes !== 'number') throw new Error('the browser did not say how much it keeps');
  return bytes;
}
