import type { ReactiveControllerHost, TemplateResult } from 'lit';
import type { CommandResult } from '../../phone/commands.js';
import type { PhoneErrorData } from '../../phone/errors.js';
import type { Language } from '../../util/types.js';
import type { Messages } from '../messages/index.js';
import { copyText } from './copy.js';
import { isForAdministrator, microphonePanel, microphoneProblem, primary, problemDetails } from './panels.js';

interface Host extends ReactiveControllerHost {
  readonly renderRoot: HTMLElement | DocumentFragment;
}

interface Tools {
  /** A click handler that a control which just appeared does not let through. */
  readonly press: (run: () => void) => (event: MouseEvent) => void;
  /** Places the last call anew; `null` where there is nothing to try. */
  readonly callAgain: () => Promise<CommandResult | null> | null;
  /** Puts the panel away: the keys are where the agent goes on. */
  readonly dismiss: () => void;
}

/** What the agent can do without a microphone: try again, or copy what an administrator needs. */
export class MicrophoneHelp {
  #copied: 'yes' | 'failed' | null = null;

  constructor(
    private readonly host: Host,
    private readonly tools: Tools,
  ) {}

  /** `calling`: a call is being placed. */
  panel(error: PhoneErrorData, messages: Messages, lang: Language, calling: boolean): TemplateResult {
    const { press, dismiss } = this.tools;
    const mend = isForAdministrator(microphoneProblem(error.code))
      ? this.#copyButton(error, messages)
      : primary({
          act: 'try-again',
          label: messages.tryAgain,
          icon: 'redo',
          pending: calling,
          press: press(() => void this.#callAgain()),
        });
    return microphonePanel(error, messages, lang, mend, press(dismiss));
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

  async #callAgain(): Promise<void> {
    const again = this.tools.callAgain();
    const result = again && (await again);
    // Something else is wrong by now, and the dialpad says what.
    if (!again || (result?.ok === false && !result.error.code.startsWith('MIC_'))) this.tools.dismiss();
  }
}
