import { transferText } from '../../phone/transfer-text.js';
import type { TransferOutcome } from '../../phone/state.js';
import { shownLine } from '../../util/one-line.js';
import type { Language } from '../../util/types.js';

/** What came of a transfer: whom it was to go to, and what there is to say of him, in the language of now. */
export function outcomeParts(outcome: TransferOutcome, lang: Language): { who: string; words: string } {
  return { who: shownLine(outcome.target), words: transferText({ ...outcome, target: '' }, lang).trim() };
}

/** The same for somebody whom the agent wanted to ask first, and who is no customer. */
export function missedWords(statusCode: number | null, lang: Language): string {
  return transferText({ ok: false, target: '', statusCode }, lang).trim();
}

/** The same as one sentence. */
export function outcomeSentence(outcome: TransferOutcome, lang: Language): string {
  return transferText({ ...outcome, target: shownLine(outcome.target) }, lang);
}
