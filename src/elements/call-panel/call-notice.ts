import { html, nothing, type TemplateResult } from 'lit';
import type { AudioRole } from '../../phone/audio.js';
import type { Call } from '../../phone/call.js';
import { endText } from '../../phone/end-text.js';
import type { PhoneErrorData } from '../../phone/errors.js';
import type { TransferOutcome } from '../../phone/state.js';
import { formatClock } from '../messages/format.js';
import { failureNotice, noticeTemplate, saidOf, type Notice } from '../parts/notice.js';
import { grouped } from '../parts/number.js';
import { missedWords, outcomeParts } from '../parts/outcome.js';
import { soundNotice, type SoundActions, type SoundSituation } from '../parts/sound-notice.js';

/** What the call panel knows when it decides what to say. */
export interface CallSituation extends SoundSituation {
  /** Another tab has the microphone and the sound. */
  readonly elsewhere: boolean;
  /** The chosen devices that are unplugged. */
  readonly missing: readonly AudioRole[];
  readonly failure: PhoneErrorData | null;
  /** Seconds on hold; `null` where the panel has not seen it begin. */
  readonly heldFor: number | null;
  /** What came of the last transfer, until the agent has put it away. */
  readonly outcome: TransferOutcome | null;
  /** A second call that came to nothing, until the agent has put it away. */
  readonly lostSecond: { readonly call: Call; readonly who: string; readonly asked: boolean } | null;
  /** Who waits on the other line. */
  readonly waiting: { readonly who: string; readonly seconds: number | null; readonly consulted: boolean } | null;
}

export interface CallActions extends SoundActions {
  readonly dismissFailure: TemplateResult;
  readonly close: TemplateResult;
  readonly changeDevice?: TemplateResult | undefined;
  readonly takeHere: TemplateResult;
  readonly dismissOutcome: TemplateResult;
  readonly dismissSecond: TemplateResult;
  /** What to do about a transfer, or a question before it, that came to nothing. */
  readonly mend: readonly TemplateResult[];
}

interface Place {
  readonly notice: Notice | null;
  /** What is wrong with the sound, while something else is where notices are: two short lines, or over a sheet. */
  readonly warned: 'brief' | 'raised' | null;
  /** No room is kept free. */
  readonly isBare: boolean;
  readonly isInert: boolean;
  /** For the ear alone. */
  readonly said: string;
}

/** Where notices stand: one element for all places, so that nothing is read out again when another panel covers it. */
export function noticePlace({ notice, warned, isBare, isInert, said }: Place): TemplateResult {
  return html`<div class="slot ${warned ?? (isBare ? 'bare' : '')}" role="status" ?inert=${isInert}>
    ${said ? html`<p class="visually-hidden">${said}</p>` : nothing} ${notice ? noticeTemplate(notice) : nothing}
  </div>`;
}

/**
 * The one thing to say in the slot, by weight: what just failed, no sound, a poor line, hold, mute, who waits, where the
 * microphone is.
 */
export function callNotice(situation: CallSituation, actions: CallActions): Notice | null {
  const { call, failure, lang } = situation;
  if (failure) return failureNotice(failure, lang, actions.dismissFailure);
  if (call.end) return endNotice(call, situation, actions);
  return (
    backNotice(situation, actions) ??
    soundNotice(situation, actions) ??
    handedOverNotice(situation, actions) ??
    holdNotice(situation) ??
    muteNotice(situation) ??
    deviceNotice(situation, actions) ??
    waitingNotice(situation) ??
    elsewhereNotice(situation, actions)
  );
}

/** First what matters: the caller is there again. */
function backNotice(situation: CallSituation, actions: CallActions): Notice | null {
  const { call, outcome, lostSecond, lang, messages } = situation;
  if (outcome && !outcome.ok && outcome.call === call.id) {
    const { who, words } = outcomeParts(outcome, lang);
    return {
      tone: 'bad',
      icon: 'return',
      title: messages.callerBack,
      detail: saidOf(who, words),
      code: sipCode(outcome.statusCode),
      actions: actions.mend,
    };
  }
  if (!lostSecond?.call.end) return null;
  const { by, cause, statusCode } = lostSecond.call.end;
  const { who } = lostSecond;
  const code = sipCode(statusCode);
  if (lostSecond.asked) {
    const detail = saidOf(who, missedWords(statusCode, lang));
    return { tone: 'bad', icon: 'return', title: messages.callerBack, detail, code, actions: actions.mend };
  }
  const title = endText({ by, cause, statusCode, direction: lostSecond.call.direction }, lang);
  const detail = html`<span class="said"><bdi class="cut">${grouped(who)}</bdi></span>`;
  return { tone: 'warn', icon: 'info', title, detail, code, action: actions.dismissSecond };
}

/** One caller is with somebody else now; another one is still here. */
function handedOverNotice({ outcome, lang }: CallSituation, actions: CallActions): Notice | null {
  if (!outcome?.ok) return null;
  const { who, words } = outcomeParts(outcome, lang);
  const title = html`<span class="said"><span>${words}</span> <bdi class="cut">${grouped(who)}</bdi></span>`;
  return { tone: 'good', icon: 'check', title, action: actions.dismissOutcome };
}

function waitingNotice({ waiting, messages }: CallSituation): Notice | null {
  if (!waiting) return null;
  if (!waiting.consulted) return { tone: 'quiet', icon: 'pause', title: saidOf(waiting.who, messages.isWaiting) };
  const ticking = waiting.seconds === null ? null : formatClock(waiting.seconds);
  return { tone: 'info', icon: 'info', title: messages.holdTitle, ticking, detail: messages.connectDetail };
}

function elsewhereNotice({ elsewhere, messages }: CallSituation, actions: CallActions): Notice | null {
  return elsewhere ? { tone: 'quiet', icon: 'info', title: messages.elsewhereTitle, action: actions.takeHere } : null;
}

function sipCode(statusCode: number | null): string | null {
  return statusCode === null ? null : `SIP ${String(statusCode)}`;
}

function endNotice(call: Call, { lang, messages }: CallSituation, actions: CallActions): Notice | null {
  if (!call.end) return null;
  const { by, cause, statusCode } = call.end;
  return {
    tone: 'warn',
    icon: 'info',
    title: endText({ by, cause, statusCode, direction: call.direction }, lang),
    detail: messages.endRemedies[cause],
    code: sipCode(statusCode),
    action: actions.close,
  };
}

function holdNotice({ call, heldFor, messages }: CallSituation): Notice | null {
  if (call.onHold) {
    const ticking = heldFor === null ? null : formatClock(heldFor);
    return { tone: 'warn', icon: 'pause', title: messages.holdTitle, ticking, detail: messages.holdDetail };
  }
  if (call.heldByRemote) {
    return { tone: 'quiet', icon: 'pause', title: messages.heldTitle, detail: messages.heldDetail };
  }
  return null;
}

function deviceNotice({ missing, messages }: CallSituation, { changeDevice: action }: CallActions): Notice | null {
  const lost = missing.find((role) => role !== 'ring');
  if (!lost) return null;
  const { deviceLostTitle, deviceLostDetail: detail } = messages;
  return { tone: 'warn', icon: 'headset', title: deviceLostTitle[lost], detail, action };
}

function muteNotice({ call, messages }: CallSituation): Notice | null {
  if (call.muted) return { tone: 'quiet', icon: 'mic-off', title: messages.mutedTitle };
  if (call.speakerMuted) return { tone: 'quiet', icon: 'speaker-off', title: messages.soundMutedTitle };
  if (call.state === 'early') {
    return { tone: 'quiet', icon: 'speaker', title: messages.earlyTitle, detail: messages.earlyDetail };
  }
  return null;
}
