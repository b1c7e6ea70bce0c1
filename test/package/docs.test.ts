/** The documents say what is there: error codes, events, methods, attributes, and links that lead somewhere. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { errorCatalogue, type ErrorCode } from '../../src/phone/errors.js';
import { phoneEventNames } from '../../src/phone/events.js';
import { PhoneFacade } from '../../src/phone/facade.js';
import { product, sipLibrary } from '../../src/phone/product.js';
import { BfcWebphoneSDK } from '../../src/sdk/bfc-webphone-sdk.js';
import { root } from './support/paths.js';

const read = (path: string) => readFileSync(join(root, path), 'utf8');

const documents = [
  'README.md',
  'CONTRIBUTING.md',
  ...['docs', 'docs/decisions'].flatMap((directory) =>
    readdirSync(join(root, directory))
      .filter((name) => name.endsWith('.md'))
      .map((name) => `${directory}/${name}`),
  ),
];

describe('the documents', () => {
  it('docs/errors.md has every code with its very sentences', () => {
    const rows = read('docs/errors.md').split('\n');
    for (const code of Object.keys(errorCatalogue) as ErrorCode[]) {
      const { cause, vi, en } = errorCatalogue[code];
      const row = `| \`${code}\` | ${cause} | ${vi.meaning}. ${vi.remedy} | ${en.meaning}. ${en.remedy} |`;
      assert.ok(rows.includes(row), `missing or out of date:\n${row}`);
    }
    assert.equal(rows.filter((row) => row.startsWith('| `')).length, Object.keys(errorCatalogue).length);
  });

  it('docs/sdk.md has every event and every public method and getter', () => {
    const text = read('docs/sdk.md');
    const members = [PhoneFacade.prototype, BfcWebphoneSDK.prototype].flatMap((prototype) =>
      Object.getOwnPropertyNames(prototype).filter(
        (name) => !['constructor', 'run', 'runCall', 'query'].includes(name),
      ),
    );
    const missing = [...phoneEventNames, ...members].filter((name) => !new RegExp(`\`${name}[\`(]`).test(text));
    assert.deepEqual(missing, []);
  });

  it('docs/elements.md has every element, attribute, member, event, part, slot and custom property of the manifest', () => {
    const manifest = JSON.parse(read('custom-elements.json')) as {
      modules: { declarations: Record<string, { name: string }[] | string | undefined>[] }[];
    };
    const text = read('docs/elements.md');
    const missing: string[] = [];
    for (const element of manifest.modules.flatMap((module) => module.declarations)) {
      const tag = String(element['tagName']);
      if (!text.includes(`\`<${tag}>\``)) missing.push(tag);
      for (const kind of ['attributes', 'events', 'cssParts', 'slots', 'cssProperties']) {
        for (const { name } of (element[kind] as { name: string }[] | undefined) ?? []) {
          if (name && !text.includes(`\`${name}\``)) missing.push(`${tag} ${kind} ${name}`);
        }
      }
      for (const { name } of (element['members'] as { name: string }[] | undefined) ?? []) {
        if (!new RegExp(`\`${name}[\`(]`).test(text)) missing.push(`${tag} ${name}`);
      }
    }
    assert.deepEqual(missing, []);
  });

  it('the manifest has every custom property that a style reads', () => {
    const manifest = read('custom-elements.json');
    const sources = readdirSync(resolve(root, 'src'), { recursive: true, encoding: 'utf8' });
    const text = sources
      .filter((name) => name.endsWith('.ts'))
      .map((name) => read(`src/${name}`))
      .join('');
    const used = new Set([...text.matchAll(/var\(\s*(--bfc-[a-z0-9-]+)/g)].map((match) => match[1] ?? ''));
    assert.ok(used.size > 30);
    assert.deepEqual(
      [...used].filter((name) => !manifest.includes(`"name": "${name}"`)),
      [],
    );
  });

  it('the report for helpers names the versions of package.json', () => {
    const { name, version, dependencies } = JSON.parse(read('package.json')) as {
      name: string;
      version: string;
      dependencies: Record<string, string>;
    };
    assert.equal(product, `${name} ${version}`);
    assert.equal(sipLibrary, `sip.js ${dependencies['sip.js']}`);
  });

  for (const document of documents) {
    it(`the links of ${document} lead somewhere`, () => {
      const links = [...read(document).matchAll(/\]\(([^)#\s]+)(#[^)]*)?\)/g)].map((match) => match[1] ?? '');
      const dead = links
        .filter((link) => !/^[a-z]+:/.test(link))
        .filter((link) => !existsSync(resolve(root, dirname(document), link)));
      assert.deepEqual(dead, []);
    });
  }
});
