/**
 * What the linter holds the tree to. Floors between rooms are dependency-cruiser's (.dependency-cruiser.cjs);
 * here are the rules that look inside a file.
 */
import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import lit from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import wc from 'eslint-plugin-wc';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** Language features the house does without (types must vanish at build). */
const noTypeScriptRuntime = [
  { selector: 'TSEnumDeclaration', message: 'No enum: use a union of string literals.' },
  { selector: 'TSModuleDeclaration[kind="namespace"]', message: 'No namespace: use a module.' },
];

/** The phone's only clock is ClockPort. */
const noClock = [
  {
    selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
    message: 'The phone asks ClockPort for the time.',
  },
];

const noFocusedTests = [
  {
    selector: 'MemberExpression[object.name=/^(it|test|describe|suite)$/][property.name=/^(only|skip|todo)$/]',
    message: 'Every test runs.',
  },
  { selector: 'CallExpression[callee.name=/^(xit|xdescribe|fit|fdescribe)$/]', message: 'Every test runs.' },
];

const noSleeping = [
  { selector: 'CallExpression[callee.name="aTimeout"]', message: 'Wait for a condition or own the clock.' },
  { selector: 'CallExpression[callee.name="sleep"]', message: 'Wait for a condition or own the clock.' },
  {
    selector: 'CallExpression[callee.property.name="waitForTimeout"]',
    message: 'Wait for a condition or own the clock.',
  },
  {
    selector: 'AwaitExpression > NewExpression[callee.name="Promise"] CallExpression[callee.name="setTimeout"]',
    message: 'Wait for a condition or own the clock.',
  },
];

/** What only a browser, only Node, or nobody has. */
const nodeOnly = ['process', 'Buffer', 'global', 'require', 'module', '__dirname', '__filename', 'setImmediate'].map(
  (name) => ({ name, message: 'src runs in browsers.' }),
);
const network = ['fetch', 'XMLHttpRequest', 'EventSource'].map((name) => ({
  name,
  message: 'HTTP belongs to src/account.',
}));
const domAndTimers = [
  'window',
  'document',
  'navigator',
  'location',
  'history',
  'screen',
  'self',
  'top',
  'globalThis',
  'customElements',
  'HTMLElement',
  'Element',
  'Event',
  'CustomEvent',
  'addEventListener',
  'removeEventListener',
  'dispatchEvent',
  'localStorage',
  'sessionStorage',
  'indexedDB',
  'caches',
  'crypto',
  'WebSocket',
  'BroadcastChannel',
  'RTCPeerConnection',
  'MediaStream',
  'Audio',
  'AudioContext',
  'Notification',
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'requestAnimationFrame',
  'cancelAnimationFrame',
  'requestIdleCallback',
  'performance',
].map((name) => ({ name, message: 'The phone reaches the world through src/phone/ports.ts only.' }));

const litRecommended = lit.configs['flat/recommended'];
const wcRecommended = wc.configs['flat/recommended'];

export default defineConfig(
  {
    ignores: ['dist/', 'coverage/', 'pictures/', 'node_modules/', 'custom-elements.json', 'test/package/fixtures/'],
  },
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
  },
  js.configs.recommended,
  {
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'object-shorthand': 'error',
    },
  },

  // Plain JavaScript: the demo server, the runners, these configuration files.
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: { globals: { ...globals.node } },
  },
  {
    // Served to a page as they are.
    files: ['demo/**/*.js', 'test/**/*.js'],
    languageOptions: { globals: { ...globals.browser, ...globals.mocha } },
  },
  {
    // Node programs that hand functions to a page (`page.evaluate`).
    files: ['test/**/*.mjs'],
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
  },

  // TypeScript
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      'no-restricted-syntax': ['error', ...noTypeScriptRuntime],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // What comes from a browser or a page is not always what its type says, and a field may change across an await.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // An async function without await turns what it throws into a rejection: that is its purpose in a port.
      '@typescript-eslint/require-await': 'off',
    },
  },

  // The product
  {
    files: ['src/**/*.ts'],
    languageOptions: { globals: { ...globals.browser } },
    rules: {
      'no-console': 'error',
      'max-lines': ['error', 400],
      'no-restricted-globals': ['error', ...nodeOnly, ...network],
    },
  },
  { files: ['src/util/log.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['src/account/**/*.ts'],
    rules: { 'no-restricted-globals': ['error', ...nodeOnly] },
  },
  {
    files: ['src/phone/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', ...nodeOnly, ...network, ...domAndTimers],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'The phone asks ClockPort for the time.' },
      ],
      'no-restricted-syntax': ['error', ...noTypeScriptRuntime, ...noClock],
    },
  },
  {
    files: ['src/elements/**/*.ts', 'test/elements/**/*.ts'],
    extends: [litRecommended, wcRecommended, litA11y.configs.recommended],
    settings: { litHtmlSources: true },
    rules: {
      'lit/lifecycle-super': 'error',
      'lit/no-classfield-shadowing': 'error',
      'lit/no-legacy-imports': 'error',
      'lit/no-this-assign-in-render': 'error',
      'lit/no-useless-template-literals': 'error',
      'lit/prefer-static-styles': 'error',
      'lit/value-after-constraints': 'error',
      'wc/no-closed-shadow-root': 'error',
      'wc/no-constructor-params': 'error',
      'wc/no-customized-built-in-elements': 'error',
      'wc/no-typos': 'error',
      'wc/require-listener-teardown': 'error',
      // Lit binds a template's listeners to the element.
      '@typescript-eslint/unbound-method': 'off',
    },
  },

  // Tests
  {
    files: ['test/**/*.ts'],
    languageOptions: { globals: { ...globals.browser, ...globals.mocha, ...globals.node } },
    rules: {
      'no-restricted-syntax': ['error', ...noTypeScriptRuntime, ...noFocusedTests],
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', name: ['it', 'test', 'describe', 'suite'], package: 'node:test' },
            // @open-wc/semantic-dom-diff types chai's `equal` as if it gave a promise.
            { from: 'package', name: 'Equal', package: 'chai' },
          ],
        },
      ],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/no-base-to-string': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      // chai's `to.be.true`
      '@typescript-eslint/no-unused-expressions': 'off',
      // What a page or a JSON text gives back is `any` by its nature.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    // (A helper that waits for a condition has to pause between two looks at it.)
    files: ['test/**/*.test.ts'],
    rules: { 'no-restricted-syntax': ['error', ...noTypeScriptRuntime, ...noFocusedTests, ...noSleeping] },
  },
  {
    files: ['test/**/*.{js,mjs}'],
    rules: { 'no-restricted-syntax': ['error', ...noFocusedTests] },
  },
);
