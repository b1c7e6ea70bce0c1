/** `npm run soak [-- --calls 500 --seed 1]`: an hour of an office, in virtual time, in a real browser. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { calls: { type: 'string', default: '500' }, seed: { type: 'string', default: '1' } },
});
for (const [name, value] of Object.entries(values)) {
  if (!/^[1-9]\d*$/.test(value)) {
    console.error(`--${name} wants a positive whole number, not "${value}".`);
    process.exit(2);
  }
}
const runner = spawn('npx', ['wtr', '--group', 'default', '--files', 'test/soak/hour.test.ts'], {
  cwd: fileURLToPath(new URL('../..', import.meta.url)),
  stdio: 'inherit',
  env: { ...process.env, BFC_SOAK: JSON.stringify({ calls: Number(values.calls), seed: Number(values.seed) }) },
});
runner.on('exit', (code) => process.exit(code ?? 1));
