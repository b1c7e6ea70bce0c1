import type { Language } from '../util/types.js';

/** What came of a transfer, as a sentence for the agent. `statusCode` is the target's, `null` where nothing came. */
export function transferText(
  outcome: { readonly ok: boolean; readonly target: string; readonly statusCode: number | null },
  lang: Language,
): string {
  const { ok, target, statusCode } = outcome;
  if (ok) return lang === 'vi' ? `Đã chuyển cho ${target}` : `Transferred to ${target}`;
  const [vi, en] = reasons[statusCode ?? 0] ?? ['không nhận cuộc gọi', 'did not take the call'];
  return lang === 'vi' ? `${target} ${vi}` : `${target} ${en}`;
}

const reasons: Readonly<Record<number, readonly [vi: string, en: string]>> = {
  404: ['không tồn tại', 'does not exist'],
  408: ['không nhấc máy', 'did not answer'],
  480: ['không nhấc máy', 'did not answer'],
  486: ['đang bận', 'is busy'],
  487: ['không nhấc máy', 'did not answer'],
  600: ['đang bận', 'is busy'],
  603: ['từ chối cuộc gọi', 'declined the call'],
};
