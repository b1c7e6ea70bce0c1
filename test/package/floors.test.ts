/** Proves that every rule of .dependency-cruiser.cjs bites, and that it lets through what it should. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { root } from './support/paths.js';

/** [file, what it imports, the rule that must object]; an import is taken as a type where it starts with `type `. A cycle is told of once. */
const violations: readonly (readonly [file: string, imported: string, rule: string])[] = [
  ['src/util/up.ts', '../phone/call.js', 'util-imports-nothing'],
  ['src/phone/dom.ts', 'lit', 'phone-imports-util-only'],
  ['src/phone/dom.ts', 'lit', 'lit-only-in-elements'],
  ['src/phone/sip.ts', 'type sip.js', 'phone-imports-util-only'],
  ['src/phone/sip.ts', 'type sip.js', 'sip.js-only-in-sip'],
  ['src/phone/up.ts', '../media/microphone.js', 'phone-imports-util-only'],
  ['src/sip/across.ts', '../media/microphone.js', 'suppliers-import-ports-only'],
  ['src/media/behind.ts', '../phone/local-phone.js', 'suppliers-import-ports-only'],
  ['src/account/across.ts', 'type ../tabs/leader.js', 'suppliers-import-ports-only'],
  ['src/tabs/up.ts', '../sdk/facade.js', 'tabs-import-the-interface-only'],
  ['src/tabs/maker.ts', '../phone/local-phone.js', 'tabs-import-the-interface-only'],
  ['src/simulator/behind.ts', '../phone/store.js', 'suppliers-import-ports-only'],
  ['src/sdk/across.ts', '../elements/panel.js', 'users-import-phone-only'],
  ['src/elements/across.ts', '../sip/agent.js', 'users-import-phone-only'],
  ['src/elements/make.ts', '../phone/local-phone.js', 'users-make-no-phone'],
  ['src/sdk/make.ts', '../phone/call-controller.js', 'users-make-no-phone'],
  ['src/sdk/compose.ts', '../create-phone.js', 'users-import-phone-only'],
  ['src/sdk/compose.ts', '../create-phone.js', 'nobody-imports-the-composition'],
  ['src/create-phone.ts', './index.js', 'nobody-imports-an-entry'],
  ['src/media/lit.ts', 'lit/decorators.js', 'lit-only-in-elements'],
  ['src/sdk/context.ts', '@lit/context', 'lit-only-in-elements'],
  ['src/media/sip.ts', 'sip.js', 'sip.js-only-in-sip'],
  ['src/tabs/store.ts', 'idb', 'idb-only-in-account'],
  ['src/media/node.ts', 'node:fs', 'no-node-in-src'],
  ['src/media/dev.ts', 'ws', 'dependencies-only'],
  ['src/sip/gone.ts', './nowhere.js', 'no-unresolvable'],
  ['src/phone/ring-a.ts', 'type ./ring-b.js', 'no-cycles'],
];

/** Files that must pass, with their imports. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  'src/util/types.ts': [],
  'src/util/log.ts': ['./types.js'],
  'src/phone/call.ts': ['../util/types.js'],
  'src/phone/ring-b.ts': ['type ./ring-a.js'],
  'src/phone/ports.ts': ['./call.js'],
  'src/phone/store.ts': ['nanoevents', './call.js'],
  'src/phone/local-phone.ts': ['./call-controller.js'],
  'src/phone/call-controller.ts': ['./store.js', './ports.js'],
  'src/sip/agent.ts': ['sip.js', '../phone/ports.js', '../util/log.js'],
  'src/media/microphone.ts': ['../phone/ports.js', 'type ../phone/call.js'],
  'src/tabs/leader.ts': ['../phone/ports.js'],
  'src/sdk/facade.ts': ['../phone/call.js', '../util/log.js'],
  'src/elements/panel.ts': ['lit', 'lit/decorators.js', '@lit/context', '../phone/call.js'],
  'src/create-phone.ts': ['./phone/local-phone.js', './sip/agent.js', './media/microphone.js'],
  'src/index.ts': ['./elements/panel.js', './sdk/facade.js'],
  'src/define.ts': ['./elements/panel.js', './create-phone.js'],
  'src/sdk.ts': ['./define.js', './sdk/facade.js', './create-phone.js'],
};

interface Report {
  readonly summary: {
    readonly violations: readonly { readonly from: string; readonly rule: { readonly name: string } }[];
  };
}

describe('the floors between rooms', () => {
  let found: readonly string[];
  const directory = mkdtempSync(join(tmpdir(), 'bfc-floors-'));

  before(() => {
    for (const name of ['package.json', 'tsconfig.json', '.dependency-cruiser.cjs']) {
      copyFileSync(join(root, name), join(directory, name));
    }
    symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'));

    const imports = new Map<string, Set<string>>(Object.entries(allowed).map(([file, list]) => [file, new Set(list)]));
    for (const [file, imported] of violations) imports.set(file, (imports.get(file) ?? new Set()).add(imported));
    for (const [file, list] of imports) {
      mkdirSync(dirname(join(directory, file)), { recursive: true });
      writeFileSync(join(directory, file), [...list].map(importLine).join('\n') + '\nexport const here = 1;\n');
    }

    const cli = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
    const run = spawnSync(
      process.execPath,
      [cli, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'src'],
      { cwd: directory, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
    );
    const report = JSON.parse(run.stdout) as Report;
    found = report.summary.violations.map((v) => `${v.from} ${v.rule.name}`);
  });

  after(() => rmSync(directory, { recursive: true, force: true }));

  for (const [file, imported, rule] of violations) {
    it(`${rule}: ${file} may not import ${imported}`, () => {
      assert.ok(found.includes(`${file} ${rule}`), `not reported; what was:\n${found.join('\n')}`);
    });
  }

  it('let through what they should', () => {
    const expected = new Set(violations.map(([file, , rule]) => `${file} ${rule}`));
    // (idb may be installed or not.)
    const others = found.filter((violation) => !expected.has(violation) && !violation.startsWith('src/tabs/store.ts'));
    assert.deepEqual(others, []);
  });
});

function importLine(imported: string, index: number): string {
  const type = imported.startsWith('type ');
  const from = imported.replace(/^type /, '');
  return `import ${type ? 'type ' : ''}* as used${String(index)} from '${from}';`;
}
