import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { resolvePaths } from '../../src/account/account-paths.js';
import { problemsOf, resolve } from './json-schema.js';
import { contentOf, openapi, operations, problemsWith } from './openapi.js';

const quiet = { error() {}, warn() {}, info() {}, debug() {} };

describe('docs/openapi.yaml', () => {
  it('is OpenAPI 3.1, and every $ref in it leads somewhere', () => {
    assert.match(openapi.openapi, /^3\.1\./);
    const refs = [...JSON.stringify(openapi).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref]) => ref ?? '');
    assert.ok(refs.length > 20);
    for (const ref of refs) resolve(ref, openapi);
    const used = new Set(refs);
    const parts = ['schemas', 'responses', 'parameters'].flatMap((kind) =>
      Object.keys(openapi.components[kind] ?? {}).map((name) => `#/components/${kind}/${name}`),
    );
    assert.deepEqual(
      parts.filter((part) => !used.has(part)),
      [],
      'nothing stands there unused',
    );
  });

  it('has the paths that the phone asks for, and no others', () => {
    const { base: _base, ...urls } = resolvePaths('https://account.example', null, quiet);
    const asked = Object.values(urls).map((url) => url.replace('https://account.example', ''));
    assert.deepEqual(operations.map(({ path }) => path).sort(), asked.sort());
  });

  it('has examples that follow its own schemas', () => {
    let count = 0;
    for (const { path, operation } of operations) {
      for (const holder of [operation.requestBody, ...Object.values(operation.responses)]) {
        const content = contentOf(holder);
        for (const example of content?.examples ?? []) {
          count++;
          assert.deepEqual(
            problemsOf(content?.schema ?? {}, example, openapi),
            [],
            `${path} ${JSON.stringify(example)}`,
          );
        }
      }
    }
    assert.ok(count >= 40, `${count} examples`);
  });

  it('would not let a wrong answer pass', () => {
    const note = '/api/call-center/webphone/v1/calls/c-1/note';
    const saved = { call_id: 'c-1', note: null, rate: 3, report: null, updated_at: '2026-11-22T08:00:00.000Z' };
    assert.deepEqual(problemsWith('PUT', note, 200, saved), []);
    for (const [change, problem] of [
      [{ rate: 6 }, /\$\.rate breaks maximum/],
      [{ rate: '3' }, /\$\.rate breaks type/],
      [{ note: 3 }, /\$\.note breaks type/],
      [{ call_id: '' }, /\$\.call_id breaks minLength/],
      [{ updated_at: '22/11/2026' }, /\$\.updated_at breaks format/],
      [{ updatedAt: 'x' }, /\$\.updatedAt is in no schema/],
    ] as const) {
      assert.match(problemsWith('PUT', note, 200, { ...saved, ...change }).join(), problem);
    }
    const { rate: _rate, ...rest } = saved;
    assert.match(problemsWith('PUT', note, 200, rest).join(), /\$\.rate is missing/);
    assert.match(problemsWith('PUT', note, 418, saved).join(), /no response 418/);
    assert.match(problemsWith('GET', note, 200, saved).join(), /not in the document/);
    assert.match(problemsWith('PUT', note, 404, { error: { code: 'lower', message: '' } }).join(), /pattern/);
    assert.throws(() => problemsOf({ uniqueItems: true }, [], openapi), /uniqueItems/);
    const sip = { $ref: '#/components/schemas/SipAccount' };
    const account = { uri: 'sip:1@a', authorization_username: '1', password: null, ha1: null, servers: ['ws://a'], expires: 1, ice_servers: [] }; // prettier-ignore
    assert.match(problemsOf(sip, account, openapi).join(), /breaks anyOf/);
    assert.deepEqual(problemsOf(sip, { ...account, password: 'x' }, openapi), []);
  });
});
