import type { TemplateResult } from 'lit';
import type { Call } from '../../phone/call.js';
import type { PhoneErrorData } from '../../phone/errors.js';
import type { PhoneState, WarningCode } from '../../phone/state.js';
import type { Language } from '../../util/types.js';
import type { IconName } from '../icons.js';
import { formatPercent } from '../messages/format.js';
import type { Messages } from '../messages/index.js';
import { failureNotice, type Notice } from './notice.js';

/** What is known of how well the agent and the caller hear each other. */
export interface SoundSituation {
  readonly call: Call;
  /** The phone system does not hear of this call now; its sound may well go on. */
  readonly isCutOff: boolean;
  readonly soundBlocked: boolean;
  /** Why there is no microphone: it went away in this call. */
  readonly microphoneError: PhoneErrorData | null;
  /** What is wrong with the sound, the weightiest. */
  readonly warning: WarningCode | null;
  readonly lang: Language;
  readonly messages: Messages;
}

/** The buttons that mend it; one that is missing has nowhere to lead. */
export interface SoundActions {
  readonly playSound?: TemplateResult | undefined;
  readonly unmute?: TemplateResult | undefined;
  readonly pickMicrophone?: TemplateResult | undefined;
  readonly checkSpeaker?: TemplateResult | undefined;
}

/** The part of the state that `soundNotice` speaks of. */
export function soundSlice(state: PhoneState, call: Call | null): Omit<SoundSituation, 'call' | 'lang' | 'messages'> {
  const { connection, recovering, soundBlocked, microphoneError, warnings } = state;
  return {
    isCutOff: connection.status !== 'connected' || (call !== null && recovering.includes(call.id)),
    soundBlocked,
    microphoneError,
    warning: warnings.find((warning) => warning.call === call?.id)?.code ?? null,
  };
}

/** What keeps a call from being heard; it is said wherever the call is seen. No sound comes first, then the network. */
export function soundNotice(situation: SoundSituation, actions: SoundActions): Notice | null {
  const { isCutOff, lang, messages, microphoneError, soundBlocked, warning } = situation;
  const { playSound, pickMicrophone } = actions;
  if (microphoneError) return { ...failureNotice(microphoneError, lang, pickMicrophone), icon: 'mic-off' };
  if (soundBlocked) return { tone: 'warn', icon: 'speaker-off', title: messages.soundBlockedTitle, action: playSound };
  if (isCutOff && (warning === null || warning === 'POOR_LINE')) {
    const { reconnectingTitle: title, reconnectingDetail: detail } = messages;
    return { tone: 'info', icon: 'wait', spinning: true, title, detail };
  }
  return warning && warningNotice(warning, situation, actions);
}

const warningIcons = {
  NOT_HEARD: 'mic-off',
  NOTHING_HEARD: 'speaker-off',
  TALKING_WHILE_MUTED: 'mic-off',
  POOR_LINE: 'network',
} as const satisfies Record<WarningCode, IconName>;

const warningActions = {
  NOT_HEARD: 'pickMicrophone',
  NOTHING_HEARD: 'checkSpeaker',
  TALKING_WHILE_MUTED: 'unmute',
  POOR_LINE: null,
} as const satisfies Record<WarningCode, keyof SoundActions | null>;

function warningNotice(warning: WarningCode, { call, messages }: SoundSituation, actions: SoundActions): Notice {
  const { quality } = call;
  const isPoor = warning === 'POOR_LINE' && quality !== null;
  const key = warningActions[warning];
  const action = key ? actions[key] : undefined;
  const { title, detail } = messages.warnings[warning];
  return {
    title,
    // The button says it.
    detail: key === 'unmute' && action ? null : detail,
    tone: warning === 'NOT_HEARD' ? 'bad' : 'warn',
    icon: warningIcons[warning],
    code: isPoor ? messages.weakCode(Math.round(quality.rtt), formatPercent(quality.loss)) : null,
    action,
  };
}
