import { ContextConsumer } from '@lit/context';
import { html, nothing, type ReactiveController, type TemplateResult } from 'lit';
import type { CheckReport } from '../../phone/check.js';
import type { Language } from '../../util/types.js';
import type { Messages } from '../messages/index.js';
import { copyText } from '../webphone/copy.js';
import { keysContext } from '../shortcuts/hints.js';
import { controlButton } from '../parts/controls.js';
import { checkTemplate } from './check-view.js';
import type { LevelPoll } from './level-poll.js';
import type { SettingsActs, SettingsHost } from './settings-page.js';
import { downloadReport, reportTemplate, reportText, type ReportOutcome } from './report-view.js';

/** The page of help: the check of microphone and network, and the report for a helper. */
export class HelpPage implements ReactiveController {
  isChecking = false;
  #found: CheckReport | null = null;
  #isMasked = true;
  #outcome: ReportOutcome = null;
  /** Only inside the whole phone there are keys, and somebody who shows them. */
  readonly #keys: ContextConsumer<typeof keysContext, SettingsHost>;

  constructor(
    private readonly host: SettingsHost,
    private readonly level: LevelPoll,
    private readonly acts: SettingsActs,
  ) {
    host.addController(this);
    this.#keys = new ContextConsumer(host, { context: keysContext, subscribe: true });
  }

  hostDisconnected(): void {
    this.leave();
  }

  /** Nobody looks any more: a check that runs frees the microphone. */
  leave(): void {
    if (this.isChecking) void this.host.activePhone?.execute({ type: 'cancelCheck' });
  }

  template(messages: Messages, lang: Language, isBusy: boolean): TemplateResult {
    const { isChecking, acts } = this;
    return html`${checkTemplate({
      messages,
      lang,
      isRunning: isChecking,
      level: this.level.level ?? 0,
      report: this.#found,
      isBusy,
      disabled: !isChecking && acts.refuses({ type: 'checkSetup' }),
      press: acts.press(() => (isChecking ? this.leave() : void this.#check())),
    })}
    ${reportTemplate({
      messages,
      isMasked: this.#isMasked,
      outcome: this.#outcome,
      disabled: acts.refuses({ type: 'supportReport' }),
      mask: (isMasked) => {
        this.#isMasked = isMasked;
        this.#say(null);
      },
      copy: acts.press(() => void this.#report(true)),
      download: acts.press(() => void this.#report(false)),
    })}
    ${this.#keys.value ? this.#keysButton(messages) : nothing}`;
  }

  #keysButton(messages: Messages): TemplateResult {
    const show = (): void => {
      this.host.dispatchEvent(new CustomEvent('bfc-show-shortcuts', { bubbles: true, composed: true }));
    };
    return controlButton({
      act: 'shortcuts',
      label: messages.keys.title,
      icon: 'keypad',
      kind: 'button',
      press: this.acts.press(show),
    });
  }

  async #check(): Promise<void> {
    this.isChecking = true;
    this.#found = null;
    this.host.requestUpdate();
    const result = await this.acts.send({ type: 'checkSetup' });
    this.isChecking = false;
    if (result?.ok) this.#found = result.data;
    // By the agent, or by a call: neither is news.
    else if (result?.error.code === 'CANCELLED') this.acts.forgive();
    this.host.requestUpdate();
  }

  async #report(isCopied: boolean): Promise<void> {
    this.#say(null);
    const result = await this.acts.send({ type: 'supportReport', numbers: this.#isMasked ? 'masked' : 'plain' });
    if (!result?.ok) return;
    if (!isCopied) downloadReport(result.data);
    else this.#say((await copyText(reportText(result.data), this.host.renderRoot)) ? 'copied' : 'copyFailed');
  }

  #say(outcome: ReportOutcome): void {
    this.#outcome = outcome;
    this.host.requestUpdate();
  }
}

declare global {
  interface HTMLElementEventMap {
    'bfc-show-shortcuts': CustomEvent<null>;
  }
}
