import type { TemplateResult } from 'lit';
import type { Call } from '../../phone/call.js';
import type { Command, CommandType } from '../../phone/commands.js';
import type { Messages } from '../messages/index.js';
import type { askedOf } from '../../phone/state.js';
import { controlButton, iconButton } from '../parts/controls.js';
import type { SoundActions } from '../parts/sound-notice.js';
import type { CallActions } from './call-notice.js';

type Press = (run: () => void) => (event: MouseEvent) => void;

/** What mends the sound of a call. */
export interface SoundActs {
  readonly send: (command: Command) => (event: MouseEvent) => void;
  /** `null` where there are none to open. */
  readonly openSettings: ((event: MouseEvent) => void) | null;
}

export function soundActions({ line }: Call, { send, openSettings }: SoundActs, messages: Messages) {
  const button = (act: string, label: string, press: (event: MouseEvent) => void): TemplateResult =>
    controlButton({ act, label, icon: null, kind: 'button', press });
  const toSettings = (act: string, label: string): TemplateResult | undefined =>
    openSettings ? button(act, label, openSettings) : undefined;
  return {
    playSound: button('play', messages.playSound, send({ type: 'unblockSound' })),
    unmute: button('unmute', messages.unmute, send({ type: 'unmute', line })),
    pickMicrophone: toSettings('pick-mic', messages.pickMicrophone),
    checkSpeaker: toSettings('check-speaker', messages.checkSpeaker),
    changeDevice: toSettings('change-device', messages.changeDevice),
  };
}

/** What the other buttons of the notices do. */
export interface NoticeActs {
  readonly dismissFailure: () => void;
  readonly dismissOutcome: () => void;
  readonly dismissSecond: () => void;
  readonly close: () => void;
  readonly takeHere: () => void;
  /** `null` where it is not known how. */
  readonly tryAgain: (() => void) | null;
  /** `null` while nobody can be handed over. */
  readonly someoneElse: (() => void) | null;
}

export function noticeActions(
  acts: NoticeActs,
  press: Press,
  messages: Messages,
): Omit<CallActions, keyof SoundActions | 'changeDevice'> {
  const button = (act: string, label: string, run: (() => void) | null): TemplateResult =>
    controlButton({ act, label, icon: null, kind: 'button', disabled: run === null, press: press(() => run?.()) });
  const dismiss = (act: string, run: () => void): TemplateResult =>
    iconButton({ act, label: messages.dismiss, icon: 'close', press: press(run) });
  return {
    dismissFailure: dismiss('dismiss-failure', acts.dismissFailure),
    dismissOutcome: dismiss('dismiss-outcome', acts.dismissOutcome),
    dismissSecond: dismiss('dismiss-second', acts.dismissSecond),
    close: button('close', messages.close, acts.close),
    takeHere: button('take-here', messages.takeHere, acts.takeHere),
    mend: [
      ...(acts.tryAgain ? [button('retry', messages.tryAgain, acts.tryAgain)] : []),
      button('someone-else', messages.someoneElse, acts.someoneElse),
    ],
  };
}

export interface PrimaryContext {
  readonly call: Call;
  /** What to call where it has failed. */
  readonly again?: ReturnType<typeof askedOf> | undefined;
  readonly messages: Messages;
  readonly refuses: (command: Command) => boolean;
  readonly isPending: (type: CommandType) => boolean;
  readonly send: (command: Command) => (event: MouseEvent) => void;
}

/** Hang up; after a call that failed, Call again. */
export function primaryButton({ call, again, messages, refuses, isPending, send }: PrimaryContext): TemplateResult {
  const hangUp = { type: 'hangUp', line: call.line } as const;
  const callAgain = { type: 'call', ...(again ?? { number: call.number }) } as const;
  const command = call.end ? callAgain : hangUp;
  return controlButton({
    act: call.end ? 'call-again' : 'hang-up',
    label: call.end ? messages.callAgain : messages.hangUp,
    icon: call.end ? 'phone' : 'hang-up',
    kind: call.end ? 'primary primary-call' : 'primary primary-end',
    part: 'primary',
    disabled: refuses(command),
    pending: isPending(command.type),
    press: send(command),
  });
}
