/** Prints what failed and why, one line per file that passed, and hands the counts to whoever asked for them. */
import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';

const red = (text) => (process.stdout.isTTY ? `\u001b[31m${text}\u001b[0m` : text);
const green = (text) => (process.stdout.isTTY ? `\u001b[32m${text}\u001b[0m` : text);

/**
 * @param {{ root: string, resultsFile?: string }} options `resultsFile` gets `{"passed":n,"failed":n,"skipped":n}`.
 * @returns {import('@web/test-runner-core').Reporter}
 */
export function countingReporter({ root, resultsFile }) {
  return {
    reportTestFileResults({ logger, sessionsForTestFile, testFile }) {
      const file = relative(root, testFile);
      for (const session of sessionsForTestFile) {
        const { passed, failed, skipped, failures, took } = summarize(session);
        const counts = `${passed} passed${failed ? `, ${failed} failed` : ''}${skipped ? `, ${skipped} skipped` : ''}`;
        logger.log(`${failed ? red('FAIL') : green('ok  ')} ${file}: ${counts} (${(took / 1000).toFixed(1)} s)`);
        for (const failure of failures) logger.log(`\n${red(failure.title)}\n${indent(failure.text)}\n`);
        if (failed) for (const log of session.logs) logger.log(indent(`page: ${log.map(show).join(' ')}`));
        for (const path of session.request404s) logger.log(indent(`404: ${path}`));
      }
    },

    onTestRunFinished({ sessions }) {
      const total = { passed: 0, failed: 0, skipped: 0 };
      for (const session of sessions) {
        const { passed, failed, skipped } = summarize(session);
        total.passed += passed;
        total.failed += failed;
        total.skipped += skipped;
      }
      console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
      if (resultsFile) writeFileSync(resultsFile, `${JSON.stringify(total)}\n`);
    },
  };
}

function summarize(session) {
  const result = { passed: 0, failed: 0, skipped: 0, failures: [], took: 0 };
  const walk = (suite, path) => {
    for (const test of suite?.tests ?? []) {
      result.took += test.duration ?? 0;
      if (test.skipped) result.skipped += 1;
      else if (test.passed) result.passed += 1;
      else {
        result.failed += 1;
        result.failures.push({ title: [...path, test.name].join(' › '), text: errorText(test.error) });
      }
    }
    for (const child of suite?.suites ?? []) walk(child, [...path, child.name]);
  };
  walk(session.testResults, []);
  // A file that could not be loaded, a hook that threw, a page that crashed.
  for (const error of session.errors) {
    result.failed += 1;
    result.failures.push({ title: error.name ?? 'Error', text: errorText(error) });
  }
  if (session.passed === false && result.failed === 0) {
    result.failed += 1;
    result.failures.push({ title: 'The page did not finish', text: session.status });
  }
  return result;
}

function errorText(error) {
  if (!error) return 'It was not run.';
  const lines = [error.message];
  if (error.expected !== undefined || error.actual !== undefined) {
    lines.push(`expected: ${error.expected}`, `actual:   ${error.actual}`);
  }
  if (error.stack) lines.push(error.stack);
  return lines.join('\n');
}

function show(value) {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function indent(text) {
  return text.replace(/^/gm, '    ');
}
