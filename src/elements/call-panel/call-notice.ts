import type { TemplateResult } from 'lit';
import type { Call } from '../../phone/call.js';
import { endText } from '../../phone/end-text.js';
import type { PhoneErrorData } from '../../phone/errors.js';
import type { Connection } from '../../phone/state.js';
import type { Language } from '../../util/types.js';
import type { Messages } from '../messages/index.js';
import { formatClock, formatPercent } from '../messages/format.js';
import { failureNotice, type Notice } from '../parts/notice.js';
import { qualityLevel } from '../parts/quality.js';

/** What the call panel knows when it decides what to say. */
export interface CallSituation {
  readonly call: Call;
  readonly connection: Connection;
  readonly soundBlocked: boolean;
  readonly failure: PhoneErrorData | null;
  /** Seconds on hold; `null` where the panel has not seen it begin. */
  readonly heldFor: number | null;
  readonly lang: Language;
  readonly messages: Messages;
}

export interface CallActions {
  readonly dismissFailure: TemplateResult;
  readonly close: TemplateResult;
  readonly playSound: TemplateResult;
}

/** The one thing to say in the slot, by weight: no sound, the network, hold, mute. */
export function callNotice(situation: CallSituation, actions: CallActions): Notice | null {
  const { call, failure, lang } = situation;
  if (failure) return failureNotice(failure, lang, actions.dismissFailure);
  if (call.end) return endNotice(call, situation, actions);
  return soundNotice(situation, actions) ?? holdNotice(situation) ?? muteNotice(situation);
}

function endNotice(call: Call, { lang, messages }: CallSituation, actions: CallActions): Notice | null {
  if (!call.end) return null;
  const { by, cause, statusCode } = call.end;
  return {
    tone: 'warn',
    icon: 'info',
    title: endText({ by, cause, direction: call.direction }, lang),
    detail: messages.endRemedies[cause],
    code: statusCode === null ? null : `SIP ${String(statusCode)}`,
    action: actions.close,
  };
}

function soundNotice(situation: CallSituation, actions: CallActions): Notice | null {
  const { call, connection, messages, soundBlocked } = situation;
  if (soundBlocked) {
    return { tone: 'warn', icon: 'speaker-off', title: messages.soundBlockedTitle, action: actions.playSound };
  }
  if (connection.status !== 'connected') {
    const { reconnectingTitle: title, reconnectingDetail: detail } = messages;
    return { tone: 'info', icon: 'wait', spinning: true, title, detail };
  }
  if (!call.quality || qualityLevel(call.quality) > 2) return null;
  const code = messages.weakCode(Math.round(call.quality.rtt), formatPercent(call.quality.loss));
  return { tone: 'warn', icon: 'network', title: messages.weakTitle, detail: messages.weakDetail, code };
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

function muteNotice({ call, messages }: CallSituation): Notice | null {
  if (call.muted) return { tone: 'quiet', icon: 'mic-off', title: messages.mutedTitle };
  if (call.speakerMuted) return { tone: 'quiet', icon: 'speaker-off', title: messages.soundMutedTitle };
  if (call.state === 'early') {
    return { tone: 'quiet', icon: 'speaker', title: messages.earlyTitle, detail: messages.earlyDetail };
  }
  return null;
}
