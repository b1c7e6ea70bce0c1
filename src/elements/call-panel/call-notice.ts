import { html, type TemplateResult } from 'lit';
import type { AudioRole } from '../../phone/audio.js';
import type { Call } from '../../phone/call.js';
import { endText } from '../../phone/end-text.js';
import type { PhoneErrorData } from '../../phone/errors.js';
import type { TransferOutcome, WarningCode } from '../../phone/state.js';
import type { Language } from '../../util/types.js';
import type { IconName } from '../icons.js';
import type { Messages } from '../messages/index.js';
import { formatClock, formatPercent } from '../messages/format.js';
import { failureNotice, saidOf, type Notice } from '../parts/notice.js';
import { grouped } from '../parts/number.js';
import { missedWords, outcomeParts } from '../parts/outcome.js';

/** What the call panel knows when it decides what to say. */
export interface CallSituation {
  readonly call: Call;
  /** The phone system does not hear of this call now; its sound may well go on. */
  readonly isCutOff: boolean;
  readonly soundBlocked: boolean;
  /** Why there is no microphone: it went away in this call. */
  readonly microphoneError: PhoneErrorData | null;
  /** Another tab has the microphone and the sound. */
  readonly elsewhere: boolean;
  /** The chosen devices that are unplugged. */
  readonly missing: readonly AudioRole[];
  /** What is wrong with the sound. */
  readonly warning: WarningCode | null;
  readonly failure: PhoneErrorData | null;
  /** Seconds on hold; `null` where the panel has not seen it begin. */
  readonly heldFor: number | null;
  /** What came of the last transfer, until the agent has put it away. */
  readonly outcome: TransferOutcome | null;
  /** A second call that came to nothing, until the agent has put it away. */
  readonly lostSecond: { readonly call: Call; readonly who: string; readonly asked: boolean } | null;
  /** Who waits on the other line. */
  readonly waiting: { readonly who: string; readonly seconds: number | null; readonly consulted: boolean } | null;
  readonly lang: Language;
  readonly messages: Messages;
}

export interface CallActions {
  readonly dismissFailure: TemplateResult;
  readonly close: TemplateResult;
  readonly playSound: TemplateResult;
  readonly takeHere: TemplateResult;
  readonly dismissOutcome: TemplateResult;
  readonly dismissSecond: TemplateResult;
  /** What to do about a transfer, or a question before it, that came to nothing. */
  readonly mend: readonly TemplateResult[];
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
    deviceNotice(situation) ??
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

function soundNotice(situation: CallSituation, actions: CallActions): Notice | null {
  const { call, isCutOff, lang, messages, microphoneError, soundBlocked, warning } = situation;
  if (microphoneError) return { ...failureNotice(microphoneError, lang), icon: 'mic-off' };
  if (soundBlocked) {
    return { tone: 'warn', icon: 'speaker-off', title: messages.soundBlockedTitle, action: actions.playSound };
  }
  if (isCutOff) {
    const { reconnectingTitle: title, reconnectingDetail: detail } = messages;
    return { tone: 'info', icon: 'wait', spinning: true, title, detail };
  }
  return warning && warningNotice(warning, call, messages);
}

const warningIcons = {
  NOT_HEARD: 'mic-off',
  NOTHING_HEARD: 'speaker-off',
  TALKING_WHILE_MUTED: 'mic-off',
  POOR_LINE: 'network',
} as const satisfies Record<WarningCode, IconName>;

function warningNotice(warning: WarningCode, { quality }: Call, messages: Messages): Notice {
  const { title, detail } = messages.warnings[warning];
  const isPoor = warning === 'POOR_LINE' && quality !== null;
  const code = isPoor ? messages.weakCode(Math.round(quality.rtt), formatPercent(quality.loss)) : null;
  return { tone: warning === 'NOT_HEARD' ? 'bad' : 'warn', icon: warningIcons[warning], title, detail, code };
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

function deviceNotice({ missing, messages }: CallSituation): Notice | null {
  const lost = missing.find((role) => role !== 'ring');
  if (!lost) return null;
  return { tone: 'warn', icon: 'headset', title: messages.deviceLostTitle[lost], detail: messages.deviceLostDetail };
}

function muteNotice({ call, messages }: CallSituation): Notice | null {
  if (call.muted) return { tone: 'quiet', icon: 'mic-off', title: messages.mutedTitle };
  if (call.speakerMuted) return { tone: 'quiet', icon: 'speaker-off', title: messages.soundMutedTitle };
  if (call.state === 'early') {
    return { tone: 'quiet', icon: 'speaker', title: messages.earlyTitle, detail: messages.earlyDetail };
  }
  return null;
}
