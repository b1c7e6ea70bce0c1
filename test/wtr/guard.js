/**
 * Runs in every test page before the test file (web-test-runner.config.mjs puts the import there).
 * A test fails when something wrote to console.error meanwhile: an error that nobody expected is a failure, also when
 * every assertion holds. A test that provokes one replaces `console.error` for as long as it does.
 * (Mocha itself fails a test for an unhandled rejection or an uncaught exception.)
 * A file without tests fails too.
 */
const { mocha, Mocha } = window;
const reports = [];
const original = console.error;

console.error = (...args) => {
  reports.push(args.map(describeValue).join(' '));
  original.apply(console, args);
};

function describeValue(value) {
  if (value instanceof Error) return value.stack ?? String(value);
  return typeof value === 'string' ? value : String(JSON.stringify(value) ?? value);
}

function takeReports() {
  const found = reports.splice(0);
  return found.length > 0 ? new Error(`console.error was called:\n${found.join('\n')}`) : undefined;
}

// Not a hook: a hook that throws ends the whole file.
const runRunnable = Mocha.Runnable.prototype.run;
Mocha.Runnable.prototype.run = function run(done) {
  runRunnable.call(this, (error) => done(error ?? (this.type === 'test' ? takeReports() : undefined)));
};

after('nothing was written to console.error', () => {
  const error = takeReports();
  if (error) throw error;
});

const runMocha = mocha.run.bind(mocha);
mocha.run = (done) => {
  if (mocha.suite.total() === 0) {
    mocha.suite.addTest(
      new Mocha.Test('has at least one test', () => {
        throw new Error('This file defines no test.');
      }),
    );
  }
  return runMocha(done);
};
