/** Proves that the house rules of eslint.config.js bite, each in the rooms it is meant for. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { ESLint, type Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import { root } from './support/paths.js';

/** [file, code, the rule that must object, or `null` where the code is fine]. The files need not exist. */
const cases: readonly (readonly [file: string, code: string, rule: string | null])[] = [
  ['src/phone/x.ts', 'export const x = () => setTimeout(() => undefined, 1);', 'no-restricted-globals'],
  ['src/phone/x.ts', 'export const x = () => fetch("/");', 'no-restricted-globals'],
  ['src/phone/x.ts', 'export const x = () => document.title;', 'no-restricted-globals'],
  ['src/phone/x.ts', 'export const x = () => window.name;', 'no-restricted-globals'],
  ['src/phone/x.ts', 'export const x = () => globalThis.name;', 'no-restricted-globals'],
  ['src/phone/x.ts', 'export const x = () => localStorage.length;', 'no-restricted-globals'],
  ['src/phone/x.ts', 'export const x = () => new RTCPeerConnection();', 'no-restricted-globals'],
  ['src/phone/x.ts', 'export const x = () => Date.now();', 'no-restricted-properties'],
  ['src/phone/x.ts', 'export const x = () => performance.now();', 'no-restricted-globals'],
  ['src/phone/x.ts', 'export const x = () => new Date();', 'no-restricted-syntax'],
  ['src/phone/x.ts', 'export const x = (ms: number) => new Date(ms).toISOString();', null],
  ['src/phone/x.ts', 'export enum X { a }', 'no-restricted-syntax'],
  ['src/media/x.ts', 'export enum X { a }', 'no-restricted-syntax'],
  ['src/media/x.ts', 'export namespace X { export const a = 1; }', 'no-restricted-syntax'],
  ['src/media/x.ts', 'export const x: any = 1;', '@typescript-eslint/no-explicit-any'],
  ['src/media/x.ts', '// @ts-ignore\nexport const x = 1;', '@typescript-eslint/ban-ts-comment'],
  ['src/media/x.ts', 'import { Y } from "./y.js"; export type X = Y;', '@typescript-eslint/consistent-type-imports'],
  ['src/media/x.ts', 'export const x = () => console.log(1);', 'no-console'],
  ['src/util/log.ts', 'export const x = () => console.log(1);', null],
  ['src/media/x.ts', 'export const x = () => fetch("/");', 'no-restricted-globals'],
  ['src/account/x.ts', 'export const x = () => fetch("/");', null],
  ['src/media/x.ts', 'export const x = () => setTimeout(() => undefined, 1);', null],
  ['src/media/x.ts', 'export const x = process.env;', 'no-restricted-globals'],
  ['src/media/x.ts', 'export const x = () => new Function("return 1");', 'no-new-func'],
  ['src/media/x.ts', 'export const x = () => eval("1");', 'no-eval'],
  ['src/media/x.ts', '\n'.repeat(401), 'max-lines'],
  ['src/elements/x.ts', 'import { html } from "lit"; export const x = html`<img src="a.png">`;', 'lit-a11y/alt-text'],
  [
    'src/elements/x.ts',
    'import { html } from "lit"; export const x = html`<p class="a" class="${1}"></p>`;',
    'lit/no-duplicate-template-bindings',
  ],
  ['test/unit/x.test.ts', 'it.only("x", () => undefined);', 'no-restricted-syntax'],
  ['test/unit/x.test.ts', 'describe.skip("x", () => undefined);', 'no-restricted-syntax'],
  ['test/e2e/x.test.ts', 'export const x = (page: P) => page.waitForTimeout(100);', 'no-restricted-syntax'],
  ['test/unit/x.test.ts', 'export const x = () => aTimeout(100);', 'no-restricted-syntax'],
  ['test/unit/x.test.ts', 'await new Promise((r) => setTimeout(r, 10));', 'no-restricted-syntax'],
  ['test/e2e/run.mjs', 'export const x = () => console.log(process.pid);', null],
];

/** What tidiness asks of whole files says nothing about these scraps. */
const beside = new Set(['no-undef', '@typescript-eslint/no-unused-vars']);

describe('the house rules', () => {
  let eslint: ESLint;
  before(() => {
    // Without types: the scraps belong to no project.
    const untyped = tseslint.configs.disableTypeChecked as Linter.Config;
    eslint = new ESLint({ cwd: root, overrideConfig: [untyped] });
  });

  for (const [file, code, rule] of cases) {
    const shown = code.trim().split('\n').at(-1) ?? '';
    it(`${rule ?? 'fine'} in ${file}: ${shown.slice(0, 60)}`, async () => {
      const [result] = await eslint.lintText(code, { filePath: join(root, file) });
      const rules = (result?.messages ?? []).map((message) => message.ruleId ?? message.message);
      if (rule === null)
        assert.deepEqual(
          rules.filter((r) => !beside.has(r)),
          [],
        );
      else assert.ok(rules.includes(rule), `reported: ${rules.join(', ') || 'nothing'}`);
    });
  }
});
