/** A reporter for node:test: `{"passed":n,"failed":n,"skipped":n}`, and why what was skipped was. */
export default async function* count(source) {
  const total = { passed: 0, failed: 0, skipped: 0, reasons: [] };
  for await (const { type, data } of source) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const { skip, todo, details, name, file } = data;
    if (details?.type === 'suite' && skip === undefined) {
      // A suite fails with its tests; alone it fails when a hook threw. Skipped, it stands for them.
      if (type === 'test:fail' && details.error?.failureType !== 'subtestsFailed') total.failed++;
    } else if (skip !== undefined || todo !== undefined) {
      total.skipped++;
      total.reasons.push(`${name}: ${skip || todo || 'no reason given'}`);
    } else if (type === 'test:fail') {
      // A file whose tests failed is no failure of its own; one that crashed is.
      if (name !== file || details?.error?.failureType !== 'subtestsFailed') total.failed++;
    } else if (name !== file) {
      total.passed++;
    } else {
      total.failed++; // a file without a test
    }
  }
  yield JSON.stringify(total);
}
