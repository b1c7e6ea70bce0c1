/** The attributes that hold a secret. */
export const secretAttributes = ['password', 'token', 'sip-password', 'sip-ha1'] as const;
export type SecretAttribute = (typeof secretAttributes)[number];

export type Secrets = Readonly<Record<SecretAttribute, string | null>>;
export const noSecrets: Secrets = { password: null, token: null, 'sip-password': null, 'sip-ha1': null };

export function isSecretAttribute(name: string): name is SecretAttribute {
  return (secretAttributes as readonly string[]).includes(name);
}

/**
 * The secrets of this page's accounts, in memory only. A clone, or an element that a framework draws anew from markup
 * it has read back, has lost the attribute that was taken out of the DOM; the account's name finds it again.
 */
const known = new Map<string, Secrets>();

/** The secrets given, completed by what was given for this account before. */
export function completeSecrets(account: string | null, given: Secrets): Secrets {
  if (!account) return given;
  if (!Object.values(given).some(Boolean)) return known.get(account) ?? given;
  known.set(account, given);
  return given;
}
