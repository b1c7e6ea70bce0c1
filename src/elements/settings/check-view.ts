import { html, nothing, type TemplateResult } from 'lit';
import { checkText } from '../../phone/check-text.js';
import type { CheckReport, CheckStep, Readiness } from '../../phone/check.js';
import type { Language } from '../../util/types.js';
import { icon, type IconName } from '../icons.js';
import type { Messages } from '../messages/index.js';
import { controlButton } from '../parts/controls.js';
import { noticeTemplate, type Notice } from '../parts/notice.js';
import { levelTemplate } from './controls.js';

const stepIcons = {
  microphone: 'mic',
  loopback: 'talk',
  server: 'phone',
  path: 'network',
} as const satisfies Record<CheckStep, IconName>;
const verdictIcons = { ready: 'check', degraded: 'warning', blocked: 'close' } as const satisfies Record<
  Readiness,
  IconName
>;
const tones = { ready: 'good', degraded: 'warn', blocked: 'bad' } as const satisfies Record<Readiness, Notice['tone']>;

interface CheckView {
  readonly messages: Messages;
  readonly lang: Language;
  readonly isRunning: boolean;
  /** 0–12, of the microphone. */
  readonly level: number;
  readonly report: CheckReport | null;
  /** A call has the devices. */
  readonly isBusy: boolean;
  readonly disabled: boolean;
  readonly press: (event: MouseEvent) => void;
}

/** One button, and what it found: first whether one can work, then each step with what to do. */
export function checkTemplate({
  messages,
  lang,
  isRunning,
  level,
  report,
  isBusy,
  disabled,
  press,
}: CheckView): TemplateResult {
  return html`<div>
    <p class="label">
      <span>${messages.checkTitle}</span>${controlButton({
        act: isRunning ? 'stop-check' : 'check',
        label: isRunning ? messages.stopCheck : messages.check,
        icon: null,
        kind: 'button',
        disabled,
        press,
      })}
    </p>
    <div role="status">
      ${
        isRunning
          ? noticeTemplate({
              tone: 'info',
              icon: 'mic',
              title: messages.speakNow,
              action: levelTemplate(level, messages),
            })
          : report
            ? noticeTemplate({
                tone: tones[report.verdict],
                icon: verdictIcons[report.verdict],
                title: messages.readiness[report.verdict],
              })
            : noticeTemplate({
                tone: 'quiet',
                icon: 'info',
                title: isBusy ? messages.checkAfterCall : messages.checkHint,
              })
      }
      ${report && !isRunning ? stepsTemplate(report, messages, lang) : nothing}
    </div>
  </div>`;
}

function stepsTemplate({ steps, roundTrip }: CheckReport, messages: Messages, lang: Language): TemplateResult {
  return html`<ul class="options findings">
    ${steps.map((each) => {
      const text = checkText(each, lang);
      const isTimed = each.step === 'server' && roundTrip !== null;
      const detail = text ? `${text.meaning}. ${text.remedy}` : isTimed ? `${String(Math.round(roundTrip))} ms` : null;
      const { verdict } = each;
      return html`<li class="option ${verdict ?? ''}">
        ${icon(stepIcons[each.step])}<span
          ><b>${messages.checkSteps[each.step]}</b
          ><span class="visually-hidden">: ${verdict ? messages.stepVerdicts[verdict] : messages.notTried}</span>${
            detail ? html`<small>${detail}</small>` : nothing
          }</span
        >${verdict ? icon(verdictIcons[verdict]) : html`<span aria-hidden="true">–</span>`}
      </li>`;
    })}
  </ul>`;
}
