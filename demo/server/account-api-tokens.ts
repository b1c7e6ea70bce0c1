/** Signing in: user name and password for a token that is good for half an hour. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { ApiError } from './account-api-http.js';
import type { Clock } from './clock.js';
import type { AccountHolder } from './directory.js';

/** Ms */
export const tokenLife = 30 * 60_000;

/** So many wrong passwords within so many ms, and nobody signs in for as long. */
const guesses = { most: 10, within: 60_000 };

export class Tokens {
  readonly #tokens = new Map<string, { readonly holder: AccountHolder; readonly expiresAt: number }>();
  readonly #wrong: number[] = [];

  constructor(
    private readonly clock: Clock,
    private readonly holders: readonly AccountHolder[],
  ) {}

  /** @throws ApiError 401 wrong user name or password, 422 no question, 429 too many wrong ones */
  signIn(body: Readonly<Record<string, unknown>>): { readonly token: string; readonly expires_at: string } {
    const { auth_method, username, password } = body;
    if (auth_method !== 'password') throw new ApiError(422, 'INVALID_AUTH_METHOD', 'auth_method phải là "password".');
    if (typeof username !== 'string' || username === '' || typeof password !== 'string' || password === '') {
      throw new ApiError(422, 'MISSING_CREDENTIALS', 'Thiếu tên đăng nhập hoặc mật khẩu.');
    }
    this.#slowDown();
    const holder = this.holders.find((each) => each.username === username.trim().toLowerCase());
    if (!holder || !same(holder.password, password)) {
      this.#wrong.push(this.clock.now());
      throw new ApiError(401, 'INVALID_CREDENTIALS', 'Sai tên đăng nhập hoặc mật khẩu.');
    }
    return this.#give(holder);
  }

  /** @throws ApiError 401 */
  holderOf(token: string | undefined): AccountHolder {
    const known = token === undefined ? undefined : this.#tokens.get(token);
    if (known && known.expiresAt > this.clock.now()) return known.holder;
    throw new ApiError(401, 'INVALID_TOKEN', 'Phiên đăng nhập không có hoặc đã hết hạn. Hãy đăng nhập lại.');
  }

  /** Every token so far is no good any more. */
  revokeAll(): void {
    this.#tokens.clear();
  }

  #give(holder: AccountHolder): { readonly token: string; readonly expires_at: string } {
    const now = this.clock.now();
    for (const [token, { expiresAt }] of this.#tokens) if (expiresAt <= now) this.#tokens.delete(token);
    const token = randomBytes(32).toString('base64url');
    const expiresAt = now + tokenLife;
    this.#tokens.set(token, { holder, expiresAt });
    return { token, expires_at: new Date(expiresAt).toISOString() };
  }

  #slowDown(): void {
    const now = this.clock.now();
    while (this.#wrong[0] !== undefined && this.#wrong[0] <= now - guesses.within) this.#wrong.shift();
    if (this.#wrong.length < guesses.most) return;
    const seconds = Math.ceil(((this.#wrong[0] ?? now) + guesses.within - now) / 1000);
    const message = `Sai mật khẩu quá nhiều lần. Hãy thử lại sau ${seconds} giây.`;
    throw new ApiError(429, 'TOO_MANY_ATTEMPTS', message, { 'Retry-After': String(seconds) });
  }
}

function same(a: string, b: string): boolean {
  const [left, right] = [a, b].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(left as Buffer, right as Buffer);
}
