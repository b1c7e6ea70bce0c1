/**
 * The floors of the house (docs/architecture.md): who may import whom. `npm run floors` holds src/ to them, and
 * test/package/floors.test.ts proves that each rule bites.
 *
 *   entry      src/index.ts define.ts sdk.ts testing.ts
 *   compose    src/create-phone.ts
 *   users      src/sdk  src/elements                                    → phone (not its implementation), util
 *   suppliers  src/sip  src/media  src/account  src/page  src/tabs  src/simulator  → phone/ports and the types it speaks in, util
 *   the phone  src/phone                                                → util
 *   util       src/util                                                 → nothing
 */
const suppliers = 'sip|media|account|page|tabs|simulator';

/** The phone's implementation: nobody but the composition makes one. */
const implementation = '^src/phone/(local-phone|phone-leases|store|context|[^/]*-controller|[^/]*-requests)[^/]*\\.ts$';

/** The ports and the vocabulary they are written in. */
const portVocabulary =
  '^src/phone/(ports|errors|call|kept|state|config|live-options|account-data|audio|check|headset|notice-permission)\\.ts$';

/** The interface with its rules, and the store of any phone. */
const phoneInterface = '^src/phone/(phone|host-hooks|commands|events|guard|alert-text|end-text|store)\\.ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that import each other are one file cut in two.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolvable',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'util-imports-nothing',
      severity: 'error',
      from: { path: '^src/util/' },
      to: { pathNot: '^src/util/' },
    },
    {
      name: 'phone-imports-util-only',
      comment:
        'No DOM library, no lit, no sip.js, no supplier: the phone is plain data and rules. nanoevents types its events.',
      severity: 'error',
      from: { path: '^src/phone/' },
      to: { pathNot: '^src/(phone|util)/|(^|/)node_modules/nanoevents/' },
    },
    {
      name: 'suppliers-import-ports-only',
      comment: 'A supplier knows the port it fills, never another supplier, a user, or the phone behind the port.',
      severity: 'error',
      from: { path: `^src/(${suppliers})/`, pathNot: '^src/tabs/' },
      to: { path: '^src/', pathNot: [`^src/$1/`, '^src/util/', portVocabulary] },
    },
    {
      name: 'tabs-import-the-interface-only',
      comment:
        'The tabs are a phone to their users and a user of the phone that leads: they know the interface and its rules, and make none.',
      severity: 'error',
      from: { path: '^src/tabs/' },
      to: { path: '^src/', pathNot: ['^src/tabs/', '^src/util/', portVocabulary, phoneInterface] },
    },
    {
      name: 'users-import-phone-only',
      comment: 'The SDK and the elements are users of the Phone interface.',
      severity: 'error',
      from: { path: '^src/(sdk|elements)/' },
      to: { path: '^src/', pathNot: ['^src/$1/', '^src/util/', '^src/phone/'] },
    },
    {
      name: 'users-make-no-phone',
      comment: 'A user is given a phone; src/create-phone.ts makes it.',
      severity: 'error',
      from: { path: '^src/(sdk|elements)/' },
      to: { path: implementation },
    },
    {
      name: 'nobody-imports-the-composition',
      comment: 'Only the entries stand above src/create-phone.ts.',
      severity: 'error',
      from: { path: '^src/[^/]+/' },
      to: { path: '^src/[^/]+\\.ts$' },
    },
    {
      name: 'nobody-imports-an-entry',
      comment:
        'An entry with side effects pulled in by another module would take its effects along. (sdk.ts may stand on define.ts and index.ts.)',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(index|define|sdk|testing)\\.ts$' },
      to: { path: '^src/(index|define|sdk|testing)\\.ts$' },
    },
    only('sip.js', 'sip', '^sip\\.js'),
    only('lit', 'elements', '^(lit|@lit|lit-html|lit-element|@lit-labs)(/|$)'),
    only('idb', 'account', '^idb(/|$)'),
    {
      name: 'no-node-in-src',
      comment: 'src runs in browsers.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'dependencies-only',
      comment: 'What src imports must come with the package.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    // Type-only imports bind files together as well.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['browser', 'import', 'default'],
      mainFields: ['module', 'main'],
    },
  },
};

/** A package that one room alone may import. */
function only(name, room, pattern) {
  return {
    name: `${name}-only-in-${room}`,
    severity: 'error',
    from: { path: '^src/', pathNot: `^src/${room}/` },
    to: { path: [pattern, `(^|/)node_modules/${pattern.slice(1)}`] },
  };
}
