import * as v from 'valibot';
import { PhoneError } from '../phone/errors.js';
import { describe, type ApiRequest } from './http.js';

/**
 * Checks a reply against the contract before anything uses it; unknown fields are dropped.
 * @throws PhoneError SERVER whose `field` names the missing or wrong one, `body` for the answer as a whole
 */
export function readReply<T extends v.GenericSchema>(schema: T, body: unknown, request: ApiRequest): v.InferOutput<T> {
  const result = v.safeParse(schema, body);
  if (result.success) return result.output;
  const { field, problem } = explain(result.issues[0]);
  const hint = `${describe(request)}: ${field || 'the answer'} ${problem}`;
  throw new PhoneError('SERVER', { field: field || 'body', hint });
}

/** Which field is wrong and how, without its value: what a server sends may be a password. */
export function explain(issue: v.BaseIssue<unknown>): { readonly field: string; readonly problem: string } {
  const field = (issue.path ?? []).map((item, index) => step(item.key, index === 0)).join('');
  if (issue.kind !== 'schema') return { field, problem: issue.message };
  if (issue.input === undefined) return { field, problem: 'is missing' };
  return { field, problem: `must be ${issue.expected ?? 'something else'}, not ${kindOf(issue.input)}` };
}

/** `items[3].started_at` */
function step(key: unknown, isFirst: boolean): string {
  if (typeof key === 'number') return `[${key}]`;
  return isFirst ? String(key) : `.${String(key)}`;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return `a ${typeof value}`;
}
