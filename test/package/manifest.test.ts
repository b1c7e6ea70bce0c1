/** custom-elements.json, as editors read it. (That it is up to date is a step of its own in test/run.mjs.) */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { phoneEventNames } from '../../src/phone/events.js';
import { root } from './support/paths.js';

interface Manifest {
  readonly modules: readonly {
    readonly path: string;
    readonly declarations: readonly { readonly tagName?: string; readonly events?: readonly { name: string }[] }[];
  }[];
}

const manifest = JSON.parse(readFileSync(join(root, 'custom-elements.json'), 'utf8')) as Manifest;

describe('custom-elements.json', () => {
  it('describes the elements a page uses', () => {
    const tags = manifest.modules.flatMap((module) => module.declarations.map((declaration) => declaration.tagName));
    for (const tag of ['bfc-webphone', 'bfc-dialpad', 'bfc-incoming-call', 'bfc-call-panel']) {
      assert.ok(tags.includes(tag), `no ${tag}`);
    }
  });

  it('tells of every event that a phone has', () => {
    const elements = manifest.modules.flatMap((module) => module.declarations);
    const events = elements.find((element) => element.tagName === 'bfc-webphone')?.events ?? [];
    const names = events.map((event) => event.name);
    assert.deepEqual(
      phoneEventNames.filter((name) => !names.includes(name)),
      [],
    );
  });

  it('shows nothing that a page cannot use', () => {
    const text = JSON.stringify(manifest);
    for (const hidden of ['"privacy":"private"', '"privacy":"protected"', '"static":true', 'inheritedFrom']) {
      assert.ok(!text.includes(hidden), hidden);
    }
  });
});
