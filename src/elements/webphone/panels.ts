import { html, nothing, type TemplateResult } from 'lit';
import type { ErrorCode, PhoneErrorData } from '../../phone/errors.js';
import type { Language } from '../../util/types.js';
import { icon, type IconName } from '../icons.js';
import type { Messages } from '../messages/index.js';
import { actionZone, controlButton, iconButton, type Control } from '../parts/controls.js';
import { errorText } from '../parts/notice.js';
import { voidTemplate, type Void } from '../parts/void.js';

/** Something to know, in the middle of the panel; `action` is the one thing to do, if there is one. */
function messagePanel(message: Void, lang: Language, action: TemplateResult | typeof nothing): TemplateResult {
  return html`<div class="panel" lang=${lang} dir="ltr">
    ${voidTemplate(message)} ${action === nothing ? nothing : actionZone(action)}
  </div>`;
}

export function signedOutPanel(messages: Messages, lang: Language): TemplateResult {
  const { signedOutTitle: title, signedOutDetail: detail } = messages;
  return messagePanel({ tone: '', icon: 'lock', title, detail }, lang, nothing);
}

/** The integrator's mistake: the agent can only pass it on. */
export function misconfiguredPanel(error: PhoneErrorData, messages: Messages, lang: Language): TemplateResult {
  const { misconfiguredTitle: title, misconfiguredDetail: detail } = messages;
  const field = error.details?.field;
  const code = field === undefined ? error.code : `${error.code} · ${field}`;
  return messagePanel({ tone: 'bad', icon: 'warning', title, detail, code }, lang, nothing);
}

interface Refused {
  readonly lang: Language;
  readonly messages: Messages;
  readonly again: Omit<Control, 'kind' | 'part'>;
  /** Takes along what a helper needs: here the settings, which have it else, are shut. */
  readonly report: (event: MouseEvent) => void;
  /** Why there was none. */
  readonly reportFailure: PhoneErrorData | null;
}

/** Sign-in refused, or a start that failed for good. */
export function refusedPanel(error: PhoneErrorData, refused: Refused): TemplateResult {
  const { lang, messages, again, report, reportFailure } = refused;
  const account = error.code === 'AUTH_FAILED' || error.code === 'NO_EXTENSION';
  const button = controlButton({
    act: 'report',
    label: messages.saveReport,
    icon: null,
    kind: 'button',
    press: report,
  });
  const why = reportFailure && `${messages.reportFailed}. ${errorText(reportFailure, lang).title}`;
  const action = html`${button}
    <p class="void-detail bad" role="status">${why}</p>`;
  const text = errorText(error, lang);
  return messagePanel({ tone: 'bad', icon: account ? 'lock' : 'warning', ...text, action }, lang, primary(again));
}

export type MicrophoneProblem = 'denied' | 'missing' | 'insecure' | 'policy';

export function microphoneProblem(code: ErrorCode): MicrophoneProblem {
  if (code === 'MIC_MISSING') return 'missing';
  if (code === 'MIC_INSECURE') return 'insecure';
  return code === 'MIC_POLICY' ? 'policy' : 'denied';
}

/** Whether the agent can mend it here; otherwise somebody has to be told. */
export function isForAdministrator(problem: MicrophoneProblem): boolean {
  return problem === 'insecure' || problem === 'policy';
}

const microphoneIcons: Readonly<Record<MicrophoneProblem, IconName>> = {
  denied: 'mic-off',
  missing: 'headset',
  insecure: 'lock',
  policy: 'globe',
};

/** No microphone: what is wrong, how to mend it step by step, and the one button for it. */
export function microphonePanel(
  error: PhoneErrorData,
  messages: Messages,
  lang: Language,
  action: TemplateResult,
  close: (event: MouseEvent) => void,
): TemplateResult {
  const problem = microphoneProblem(error.code);
  const { title, detail, steps } = messages.fix[problem];
  return html`<div class="panel" lang=${lang} dir="ltr">
    <div class="main fix" role="alert">
      <div class="fix-head">
        <div class="void-icon ${problem === 'missing' ? 'warn' : 'bad'}">${icon(microphoneIcons[problem], 24)}</div>
        ${iconButton({ act: 'close-fix', label: messages.close, icon: 'close', press: close })}
      </div>
      <div>
        <h2 class="fix-title" data-name tabindex="-1">${title}</h2>
        <p class="fix-detail">${detail}</p>
      </div>
      <ol class="steps">
        ${steps.map((step, index) => html`<li>${step}${problem === 'denied' ? picture(index, messages) : nothing}</li>`)}
      </ol>
      <small class="code">${error.code}</small>
    </div>
    ${actionZone(action)}
  </div>`;
}

/** What the agent looks for in the browser's own window. */
function picture(step: number, messages: Messages): TemplateResult | typeof nothing {
  if (step === 0) {
    return html`<span class="address" aria-hidden="true"
      ><span>${icon('tune', 16)}</span><bdi class="cut">${location.host}</bdi></span
    >`;
  }
  if (step === 1) {
    return html`<span class="allow" aria-hidden="true"
      >${icon('mic', 16)}<span>${messages.fix.microphone}</span><span class="switch"></span
    ></span>`;
  }
  return nothing;
}

/** What an administrator needs to find the cause. */
export function problemDetails(error: PhoneErrorData): string {
  return [
    `${error.code}: ${error.message}`,
    `page: ${location.origin}${location.pathname}`,
    `secure context: ${String(isSecureContext)}`,
    `in a frame: ${String(window.self !== window.top)}`,
    `browser: ${navigator.userAgent}`,
    `time: ${new Date().toISOString()}`,
  ].join('\n');
}

/** Somebody calls, and no call goes on. */
export function incomingPanel(): TemplateResult {
  return html`<bfc-incoming-call exportparts="offer, answer, reject, caller-details, actions, primary"
    >${callerDetails()}</bfc-incoming-call
  >`;
}

function callerDetails(): TemplateResult {
  return html`<slot name="caller-details" slot="caller-details"></slot>`;
}

/** `covered`: a second call rings over it; `notes`: the agent may write about the call. */
export function callPanel(covered: boolean, notes: boolean): TemplateResult {
  const second = html`<bfc-incoming-call slot="over" compact exportparts="offer, answer, reject, caller-details"
    >${callerDetails()}</bfc-incoming-call
  >`;
  return html`<bfc-call-panel
    ?covered=${covered}
    ?notes=${notes}
    settings
    exportparts="controls, keypad, sheet, actions, primary"
    >${covered ? second : ''}</bfc-call-panel
  >`;
}

/** The main button of a panel where no call goes on. */
export function primary(control: Omit<Control, 'kind' | 'part'>, kind: 'do' | 'call' = 'do'): TemplateResult {
  return controlButton({ ...control, kind: `primary primary-${kind}`, part: 'primary' });
}
