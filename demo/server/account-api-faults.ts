/** What may go wrong with the account API, on demand: for tests, and to see what an agent is shown. */
import { ApiError, type Answer } from './account-api-http.js';

export const faultPaths = ['token', 'me', 'histories', 'contacts', 'hotline', 'note', '*'] as const;
export type FaultPath = (typeof faultPaths)[number];

/**
 * - `down`: the connection breaks while the answer comes, and nothing was done
 * - `hang`: no answer, ever
 * - `slow`: the answer after `ms`
 * - `status`: `status` with an error body, and `Retry-After` where `retryAfter` (seconds) is given
 * - `html`: a proxy's page, with `status`
 * - `redirect`: to a login page
 * - `missing`, `wrongType`: the answer, with `field` (`sip.servers`, `items.0.started_at`) taken out or of another type
 * - `expired`: every token so far is no good any more
 */
export const faultKinds = ['down', 'hang', 'slow', 'status', 'html', 'redirect', 'missing', 'wrongType', 'expired'] as const; // prettier-ignore
export type FaultKind = (typeof faultKinds)[number];

export interface Fault {
  readonly path: FaultPath;
  readonly kind: FaultKind;
  readonly status: number;
  readonly ms: number;
  readonly field: string;
  readonly retryAfter: number | null;
  /** How many more requests meet it; `null`: all, until it is taken away. */
  times: number | null;
}

export class Faults {
  #faults: Fault[] = [];

  get list(): readonly Fault[] {
    return this.#faults;
  }

  clear(): void {
    this.#faults = [];
  }

  /** @throws ApiError 422 */
  add(body: Readonly<Record<string, unknown>>): Fault {
    const fault: Fault = {
      path: oneOf(faultPaths, body['path'], 'path', '*'),
      kind: oneOf(faultKinds, body['kind'], 'kind'),
      status: whole(body['status'], 'status', body['kind'] === 'html' ? 502 : 503, [200, 599]),
      ms: whole(body['ms'], 'ms', 3000, [0, 60_000]),
      field: readField(body['field'], body['kind']),
      retryAfter: body['retryAfter'] === undefined ? null : whole(body['retryAfter'], 'retryAfter', 0, [0, 3600]),
      times: body['times'] === null ? null : whole(body['times'], 'times', 1, [1, 1000]),
    };
    this.#faults.push(fault);
    return { ...fault };
  }

  /** The fault that this request meets; the oldest first. */
  take(path: FaultPath): Fault | null {
    const fault = this.#faults.find((each) => each.path === path || each.path === '*') ?? null;
    if (fault && fault.times !== null && --fault.times === 0) this.#faults = this.#faults.filter((f) => f !== fault);
    return fault;
  }
}

/** The answer in place of the right one, or the right one where the fault is of another kind. */
export function faultyAnswer(fault: Fault): Answer | null {
  const retry: Record<string, string> = fault.retryAfter === null ? {} : { 'Retry-After': String(fault.retryAfter) };
  switch (fault.kind) {
    case 'status':
      return new ApiError(fault.status, 'DEMO_FAULT', 'Lỗi do bản demo tạo ra để thử.', retry);
    case 'html':
      return {
        status: fault.status,
        body: '<!doctype html><title>Bad Gateway</title><h1>Bad Gateway</h1>',
        headers: retry,
      };
    case 'redirect':
      return { status: 302, body: '<!doctype html><title>Login</title>', headers: { Location: '/login' } };
    default:
      return null;
  }
}

/** The right answer, spoiled. */
export function spoil(fault: Fault, answer: Answer): Answer {
  if (fault.kind !== 'missing' && fault.kind !== 'wrongType') return answer;
  const body: unknown = structuredClone(answer.body);
  const path = fault.field.split('.');
  const last = path.pop() ?? '';
  let at: unknown = body;
  for (const key of path) at = isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  if (isObject(at) && Object.hasOwn(at, last)) {
    if (fault.kind === 'missing') Reflect.deleteProperty(at, last);
    else at[last] = typeof at[last] === 'number' ? 'một chuỗi' : 12.5;
  }
  return { ...answer, body };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function readField(value: unknown, kind: unknown): string {
  if (typeof value === 'string' && /^\w+(\.\w+)*$/.test(value)) return value;
  if (value === undefined && kind !== 'missing' && kind !== 'wrongType') return '';
  throw invalid('field', 'là tên trường, ví dụ sip.servers hoặc items.0.started_at');
}

function oneOf<T extends string>(allowed: readonly T[], value: unknown, field: string, fallback?: T): T {
  const found = allowed.find((each) => each === (value ?? fallback));
  if (found === undefined) throw invalid(field, `là một trong: ${allowed.join(', ')}`);
  return found;
}

function whole(value: unknown, field: string, fallback: number, [from, to]: readonly [number, number]): number {
  const number = value ?? fallback;
  if (typeof number === 'number' && Number.isInteger(number) && number >= from && number <= to) return number;
  throw invalid(field, `là số nguyên từ ${from} đến ${to}`);
}

function invalid(field: string, rule: string): ApiError {
  return new ApiError(422, 'INVALID_FAULT', `${field} phải ${rule}.`);
}
