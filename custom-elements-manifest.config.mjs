/**
 * custom-elements.json, what editors and documentation tools read: `npm run manifest`.
 * One module per published entry, in the order of names, so that the file changes only when an element does.
 */
export default {
  globs: ['src/elements/**/*.ts'],
  exclude: ['src/elements/**/*.styles.ts'],
  litelement: true,
  packagejson: false,
  plugins: [{ name: 'published-entries', packageLinkPhase: publish }],
};

function publish({ customElementsManifest: manifest }) {
  const elements = manifest.modules
    .flatMap((module) => module.declarations ?? [])
    .filter((declaration) => declaration.kind === 'class' && declaration.customElement && declaration.tagName)
    .sort((a, b) => compare(a.tagName, b.tagName));
  for (const element of elements) strip(element);

  manifest.modules = [
    {
      kind: 'javascript-module',
      path: 'dist/index.js',
      declarations: elements,
      exports: elements.map(({ name }) => ({
        kind: 'js',
        name,
        declaration: { name, module: 'dist/index.js' },
      })),
    },
    {
      kind: 'javascript-module',
      path: 'dist/define.js',
      declarations: [],
      exports: elements.map(({ name, tagName }) => ({
        kind: 'custom-element-definition',
        name: tagName,
        declaration: { name, module: 'dist/index.js' },
      })),
    },
  ];
}

/** What a page cannot use, or what every Lit element has. */
const lifecycle = new Set([
  'render',
  'update',
  'updated',
  'firstUpdated',
  'willUpdate',
  'shouldUpdate',
  'connectedCallback',
  'disconnectedCallback',
  'attributeChangedCallback',
  'adoptedCallback',
  'createRenderRoot',
  'styles',
  'properties',
  'shadowRootOptions',
  // Between the elements.
  'showFailure',
  'returnFocus',
  'handleKey',
]);

function strip(element) {
  const hidden = (member) =>
    member.static || member.privacy === 'private' || member.privacy === 'protected' || /^[#_]/.test(member.name);
  element.members = element.members?.filter((member) => !hidden(member) && !lifecycle.has(member.name));
  const { members = [], attributes = [], cssProperties = [] } = element;
  for (const item of [element, ...members, ...attributes, ...cssProperties]) {
    delete item.source;
    delete item.inheritedFrom;
  }
  if (element.superclass) delete element.superclass.module;
}

function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
