import type { ReactiveControllerHost, TemplateResult } from 'lit';
import type { Command, CommandResult } from '../../phone/commands.js';
import type { PhoneErrorData } from '../../phone/errors.js';
import type { Language } from '../../util/types.js';
import type { Messages } from '../messages/index.js';
import { spaced } from '../parts/number.js';
import { copyText } from './copy.js';
import { isForAdministrator, microphonePanel, microphoneProblem, primary, problemDetails } from './panels.js';

interface Host extends ReactiveControllerHost {
  readonly renderRoot: HTMLElement | DocumentFragment;
}

interface Tools {
  /** A click handler that a control which just appeared does not let through. */
  readonly press: (run: () => void) => (event: MouseEvent) => void;
  readonly send: (command: Command) => Promise<CommandResult | null>;
  readonly refuses: (command: Command) => boolean;
  /** Puts the panel away: the keys are where the agent goes on. */
  readonly dismiss: () => void;
}

/** What the agent can do without a microphone: try again, or copy what an administrator needs. */
export class MicrophoneHelp {
  #copied: 'yes' | 'failed' | null = null;
  /** What was shown last, and maybe copied. */
  #error: PhoneErrorData | null = null;

  constructor(
    private readonly host: Host,
    private readonly tools: Tools,
  ) {}

  /** `trying`: it is under way. */
  panel(error: PhoneErrorData, messages: Messages, lang: Language, trying: boolean): TemplateResult {
    const { press, dismiss } = this.tools;
    if (error !== this.#error) this.#copied = null;
    this.#error = error;
    const mend = isForAdministrator(microphoneProblem(error.code))
      ? this.#copyButton(error, messages)
      : this.#tryButton(error, messages, trying);
    return microphonePanel(error, messages, lang, mend, press(dismiss));
  }

  /** Only the call that was not placed for it is placed now: whoever lost the microphone otherwise wants nobody called. */
  #tryButton({ details }: PhoneErrorData, messages: Messages, pending: boolean): TemplateResult {
    const { press, refuses } = this.tools;
    const again: Command | null = details?.call ? { type: 'call', ...details.call } : null;
    const command: Command = again && !refuses(again) ? again : { type: 'tryMicrophone' };
    const isCall = command.type === 'call';
    const control = {
      act: command.type,
      label: isCall ? messages.callNamed(spaced(command.number)) : messages.tryMicrophoneAgain,
      icon: isCall ? ('phone' as const) : ('redo' as const),
      pending,
      press: press(() => void this.#try(command)),
    };
    return primary(control, isCall ? 'call' : 'do');
  }

  #copyButton(error: PhoneErrorData, messages: Messages): TemplateResult {
    const label = { yes: messages.detailsCopied, failed: messages.copyFailed, none: messages.copyDetails };
    return primary({
      act: 'copy',
      label: label[this.#copied ?? 'none'],
      icon: this.#copied === 'yes' ? 'check' : 'copy',
      press: this.tools.press(() => void this.#copy(error)),
    });
  }

  async #copy(error: PhoneErrorData): Promise<void> {
    this.#copied = (await copyText(problemDetails(error), this.host.renderRoot)) ? 'yes' : 'failed';
    this.host.requestUpdate();
  }

  async #try(command: Command): Promise<void> {
    const result = await this.tools.send(command);
    // Something else is wrong by now, and the dialpad says what.
    if (result?.ok === false && !result.error.code.startsWith('MIC_')) this.tools.dismiss();
  }
}
