import { html, type TemplateResult } from 'lit';
import { withDurations, type Call } from '../../phone/call.js';
import { endText } from '../../phone/end-text.js';
import type { PhoneErrorData } from '../../phone/errors.js';
import type { Mode } from '../../phone/mode.js';
import type { Connection, PhoneState, Registration, TransferOutcome } from '../../phone/state.js';
import type { Language } from '../../util/types.js';
import { countdownRing } from '../icons.js';
import type { Messages } from '../messages/index.js';
import { formatClock } from '../messages/format.js';
import { callerOf } from '../parts/caller.js';
import { isFailedCall } from '../parts/calls.js';
import { errorText, failureNotice, type Notice } from '../parts/notice.js';
import { grouped } from '../parts/number.js';
import { outcomeParts } from '../parts/outcome.js';

/** What the dialpad knows when it decides what to say. */
export interface DialpadSituation {
  readonly status: PhoneState['status'];
  readonly connection: Connection;
  readonly registration: Registration;
  readonly mode: Mode;
  readonly lastCall: Call | null;
  readonly lastTransfer: TransferOutcome | null;
  readonly failure: PhoneErrorData | null;
  readonly lang: Language;
  readonly messages: Messages;
  /** Whole seconds to the next try, and the share of the wait that is left. */
  readonly retry: { readonly seconds: number; readonly fraction: number } | null;
}

/** The buttons that a notice may hold. */
export interface DialpadActions {
  readonly tryNow: TemplateResult;
  readonly register: TemplateResult;
  readonly registerAgain: TemplateResult;
  readonly startAgain: TemplateResult;
  readonly backToWork: TemplateResult;
  readonly dismissFailure: TemplateResult;
  readonly dismissCall: TemplateResult;
  readonly dismissTransfer: TemplateResult;
}

/** The one thing to say above the keys: never two at once. */
export function dialpadNotice(situation: DialpadSituation, actions: DialpadActions): Notice | null {
  const { failure, lang, status, registration } = situation;
  if (failure?.code === 'INVALID_ARGUMENT') {
    const { invalidNumberTitle: title, invalidNumberDetail: detail } = situation.messages;
    return { tone: 'bad', icon: 'warning', title, detail, code: failure.code, action: actions.dismissFailure };
  }
  if (failure) return failureNotice(failure, lang, actions.dismissFailure);
  if (status === 'stopped' && registration.error) return failureNotice(registration.error, lang, actions.startAgain);
  if (status === 'stopped' || status === 'stopping') {
    const { signedOutTitle: title, signedOutDetail: detail } = situation.messages;
    return { tone: 'quiet', icon: 'info', title, detail };
  }
  return connectionNotice(situation, actions) ?? modeNotice(situation, actions) ?? endNotice(situation, actions);
}

function connectionNotice(situation: DialpadSituation, actions: DialpadActions): Notice | null {
  const { connection, registration, lang, messages } = situation;
  if (connection.status !== 'connected' && (connection.error || connection.status === 'waiting')) {
    return offlineNotice(situation, actions);
  }
  if (connection.status === 'connected' && registration.status === 'failed' && registration.error) {
    const { title, detail, code } = errorText(registration.error, lang);
    return { tone: 'warn', icon: 'warning', title, detail, code, action: actions.registerAgain };
  }
  if (connection.status === 'connected' && registration.status === 'unregistered' && !registration.wanted) {
    const { unregisteredTitle: title, unregisteredDetail: detail } = messages;
    return { tone: 'quiet', icon: 'info', title, detail, action: actions.register };
  }
  if (connection.status === 'connected' && registration.status === 'registered') return null;
  const { connectingTitle: title, connectingDetail: detail } = messages;
  return { tone: 'info', icon: 'wait', spinning: true, title, detail };
}

function offlineNotice({ connection, messages, retry }: DialpadSituation, actions: DialpadActions): Notice {
  const title = messages.offlineTitle;
  const code = connection.error?.code ?? null;
  if (!retry) return { tone: 'warn', icon: 'wait', spinning: true, title, code, detail: messages.offlineWaiting };
  return {
    tone: 'warn',
    icon: countdownRing(retry.fraction),
    title,
    code,
    detail: messages.offlineIn(retry.seconds),
    detailTicks: true,
    action: actions.tryNow,
  };
}

function modeNotice({ mode, messages }: DialpadSituation, actions: DialpadActions): Notice | null {
  if (mode !== 'inactive') return null;
  const { awayTitle: title, awayDetail: detail } = messages;
  return { tone: 'quiet', icon: 'rest', title, detail, action: actions.backToWork };
}

function endNotice(situation: DialpadSituation, actions: DialpadActions): Notice | null {
  const { lastTransfer, lang } = situation;
  if (!lastTransfer?.ok) return lastCallNotice(situation, actions);
  const { who, words } = outcomeParts(lastTransfer, lang);
  const title = html`<span class="said"><span>${words}</span> <bdi class="cut">${grouped(who)}</bdi></span>`;
  return { tone: 'good', icon: 'check', title, action: actions.dismissTransfer };
}

/** Who hung up, or whom the agent missed. What he ended himself he knows, and what broke has a panel of its own. */
function lastCallNotice({ lastCall, lang, messages }: DialpadSituation, actions: DialpadActions): Notice | null {
  if (!lastCall?.end || lastCall.end.by === 'local' || isFailedCall(lastCall)) return null;
  const { by, cause, statusCode } = lastCall.end;
  const missed = lastCall.answeredAt === null && cause !== 'answeredElsewhere';
  const { duration } = withDurations(lastCall, 0);
  const who = callerOf(lastCall, messages).title;
  return {
    tone: missed ? 'warn' : 'quiet',
    icon: missed ? 'phone-missed' : 'hang-up',
    title: endText({ by, cause, statusCode, direction: lastCall.direction }, lang),
    detail: html`<span class="cut"
      ><bdi>${grouped(who)}</bdi>${lastCall.answeredAt === null ? '' : ` · ${formatClock(duration)}`}</span
    >`,
    action: actions.dismissCall,
  };
}
