/** Digest authentication: RFC 2617 with MD5 and qop=auth, which is what browsers' SIP stacks speak. */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from './clock.js';

export type Verdict = 'ok' | 'missing' | 'wrong' | 'stale';

export class DigestAuth {
  readonly #secret = randomBytes(32);
  /** The highest nonce count seen for each nonce: a request that is played again is refused. */
  readonly #counts = new Map<string, number>();

  constructor(
    readonly realm: string,
    private readonly clock: Clock,
    private readonly passwordOf: (user: string) => string | null,
    private readonly nonceLifetime = 300_000,
  ) {}

  /** The value of a `WWW-Authenticate` or `Proxy-Authenticate`. */
  challenge(stale: boolean): string {
    const nonce = this.#nonce(this.clock.now());
    return `Digest realm="${this.realm}", nonce="${nonce}", ${stale ? 'stale=true, ' : ''}algorithm=MD5, qop="auth"`;
  }

  /** Which of these credentials are for us, and whether they are good. */
  verify(values: readonly string[], method: string, uri: string): { verdict: Verdict; user: string | null } {
    const credentials = values.map(parseCredentials).find((fields) => fields?.get('realm') === this.realm);
    if (!credentials) return { verdict: 'missing', user: null };
    const field = (name: string) => credentials.get(name) ?? '';
    const user = field('username');
    const password = this.passwordOf(user);
    const algorithm = credentials.get('algorithm') ?? 'MD5';
    if (password === null || algorithm.toUpperCase() !== 'MD5' || field('qop') !== 'auth' || field('uri') !== uri) {
      return { verdict: 'wrong', user };
    }
    const ha1 = md5(`${user}:${this.realm}:${password}`);
    const ha2 = md5(`${method}:${uri}`);
    const expected = md5([ha1, field('nonce'), field('nc'), field('cnonce'), 'auth', ha2].join(':'));
    if (!equal(expected, field('response'))) return { verdict: 'wrong', user };
    // Only whoever knows the password learns that the nonce was too old (RFC 2617 §3.3).
    return { verdict: this.#isFresh(field('nonce'), field('nc')) ? 'ok' : 'stale', user };
  }

  #nonce(time: number): string {
    const stamp = `${time.toString(36)}.${randomBytes(6).toString('hex')}`;
    return `${stamp}.${this.#sign(stamp)}`;
  }

  #sign(stamp: string): string {
    return createHmac('sha256', this.#secret).update(stamp).digest('hex').slice(0, 32);
  }

  #isFresh(nonce: string, nc: string): boolean {
    const [time = '', salt = '', signature = ''] = nonce.split('.');
    if (!equal(this.#sign(`${time}.${salt}`), signature) || !/^[0-9a-f]{8}$/i.test(nc)) return false;
    if (!this.#isYoung(nonce)) return false;
    const count = parseInt(nc, 16);
    if (count <= (this.#counts.get(nonce) ?? 0)) return false;
    this.#counts.set(nonce, count);
    if (this.#counts.size > 1000)
      for (const key of this.#counts.keys()) if (!this.#isYoung(key)) this.#counts.delete(key);
    return true;
  }

  #isYoung(nonce: string): boolean {
    return this.clock.now() - parseInt(nonce.split('.')[0] ?? '', 36) <= this.nonceLifetime;
  }
}

function parseCredentials(value: string): Map<string, string> | null {
  const rest = /^Digest\s+(.*)$/is.exec(value)?.[1];
  if (rest === undefined) return null;
  const fields = new Map<string, string>();
  for (const [, name = '', quoted, plain] of rest.matchAll(
    /([A-Za-z0-9-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g,
  )) {
    fields.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '');
  }
  return fields;
}

function md5(text: string): string {
  return createHash('md5').update(text, 'utf8').digest('hex');
}

function equal(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a.toLowerCase()), Buffer.from(b.toLowerCase())];
  return left.length === right.length && timingSafeEqual(left, right);
}
