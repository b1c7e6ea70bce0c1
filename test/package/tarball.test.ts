/** The package as it would be published: what is in it, and whether others' tools and compilers can use it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createConsumer, run, runTool, type Consumer } from './support/consumer.js';

/** Uses the public types the way a page's own code would; compiled, never run. */
const program = `
import { PhoneError, type Call, type PhoneEventMap } from 'bfc-webphone';
import 'bfc-webphone/define.js';
import { BfcWebphoneSDK } from 'bfc-webphone/sdk';

const sdk = new BfcWebphoneSDK();
void sdk.init(
  {
    sip: { uri: 'sip:1001@pbx.example', password: 'x', servers: ['wss://pbx.example'] },
    listeners: { callEnded: (call: Call) => call.end?.cause === 'busy' },
  },
  ({ status, error }) => (status === 'error' ? error?.code : null),
);
export const code = (error: unknown) => (error instanceof PhoneError ? error.code : null);
export const name: keyof PhoneEventMap = 'callIncoming';
`;

/** Importing the elements for their effect is enough to have their types. */
const elementProgram = `
import 'bfc-webphone/define.js';
const phone = document.querySelector('bfc-webphone');
phone?.addEventListener('callIncoming', ({ detail: call }) => console.log(call.number));
export const place = (number: string) => phone?.makeCall(number);
`;

describe('the packed package', () => {
  let consumer: Consumer;
  before(() => {
    consumer = createConsumer();
  });
  after(() => consumer.remove());

  it('holds the build, its types, the manifest and the papers, and nothing else', () => {
    const strange = consumer.files.filter(
      (file) =>
        !/^(package\.json|README\.md|LICENSE|custom-elements\.json)$/.test(file) &&
        !/^dist\/([\w.-]+\/)*[\w.-]+\.(d\.ts|js|js\.map)$/.test(file),
    );
    assert.deepEqual(strange, []);
    for (const needed of [
      'LICENSE',
      'README.md',
      'custom-elements.json',
      'dist/sdk.min.js',
      'dist/notification-worker.js',
      ...['index', 'define', 'sdk'].flatMap((name) => [`dist/${name}.js`, `dist/${name}.d.ts`]),
    ]) {
      assert.ok(consumer.files.includes(needed), `${needed} is missing`);
    }
  });

  it('names no file of the machine that built it', () => {
    for (const file of consumer.files.filter((name) => name.startsWith('dist/'))) {
      const text = readFileSync(join(consumer.directory, 'node_modules/bfc-webphone', file), 'utf8');
      assert.ok(!text.includes(process.cwd()), `${file} holds ${process.cwd()}`);
    }
  });

  it('satisfies publint', () => {
    runTool('publint/src/cli.js', ['run', consumer.tarball, '--strict'], consumer.directory);
  });

  it('has types that resolve wherever modules do (attw)', () => {
    // The classic script and the JSON files have no types; `require` is not offered.
    const without = ['./sdk.min.js', './custom-elements.json', './package.json'];
    runTool(
      '@arethetypeswrong/cli/dist/index.js',
      ['--profile', 'esm-only', '--exclude-entrypoints', ...without, '--', consumer.tarball],
      consumer.directory,
    );
  });

  for (const resolution of ['bundler', 'node16'] as const) {
    it(`compiles in a strict project with moduleResolution ${resolution} and no types but ours`, () => {
      consumer.write('src/page.ts', program);
      consumer.write('src/element.ts', elementProgram);
      consumer.write(
        'tsconfig.json',
        JSON.stringify({
          compilerOptions: {
            strict: true,
            exactOptionalPropertyTypes: true,
            target: 'ES2022',
            module: resolution === 'bundler' ? 'ESNext' : 'Node16',
            moduleResolution: resolution,
            lib: ['ES2022', 'DOM', 'DOM.Iterable'],
            types: [],
            noEmit: true,
          },
          include: ['src'],
        }),
      );
      runTool('typescript/bin/tsc', ['-p', '.'], consumer.directory);
    });
  }

  it('does nothing and throws nothing when a server imports it', () => {
    consumer.write(
      'server.mjs',
      `const before = Object.getOwnPropertyNames(globalThis);
       await import('bfc-webphone');
       await import('bfc-webphone/define.js');
       await import('bfc-webphone/sdk');
       const ours = (name) => /bfc|phone/i.test(name);
       const leaked = Object.getOwnPropertyNames(globalThis).filter((name) => !before.includes(name) && ours(name));
       if (leaked.length > 0) throw new Error('on globalThis: ' + leaked);
       console.log('quiet');`,
    );
    assert.equal(run(process.execPath, ['server.mjs'], consumer.directory), 'quiet\n');
  });
});
