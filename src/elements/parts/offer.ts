import type { TemplateResult } from 'lit';
import type { Call } from '../../phone/call.js';
import type { Command } from '../../phone/commands.js';
import type { Messages } from '../messages/index.js';
import { controlButton } from './controls.js';

interface Offer {
  readonly call: Call;
  readonly messages: Messages;
  /** In another call: answering holds that one. */
  readonly talking: boolean;
  readonly answering: boolean;
  readonly rejecting: boolean;
  readonly refuses: (command: Command) => boolean;
  readonly send: (command: Command) => (event: MouseEvent) => void;
}

/** Reject first, Answer last, wherever somebody calls. */
export function offerButtons(offer: Offer): readonly [reject: TemplateResult, answer: TemplateResult] {
  const { call, messages, talking, answering, rejecting, refuses, send } = offer;
  const reject = { type: 'reject', line: call.line } as const;
  const answer = { type: 'answer', line: call.line } as const;
  return [
    controlButton({
      act: `reject-${call.id}`,
      label: messages.reject,
      icon: 'close',
      iconSize: 24,
      kind: 'offer-button offer-reject',
      part: 'reject',
      disabled: refuses(reject),
      pending: rejecting,
      press: send(reject),
    }),
    controlButton({
      act: `answer-${call.id}`,
      label: talking ? messages.holdAndAnswer : messages.answer,
      icon: 'phone',
      iconSize: 24,
      kind: 'offer-button offer-answer',
      part: 'answer',
      disabled: refuses(answer),
      pending: answering,
      press: send(answer),
    }),
  ];
}
