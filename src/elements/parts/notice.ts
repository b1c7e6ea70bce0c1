import { html, nothing, type TemplateResult } from 'lit';
import { errorCatalogue, remedyOf, type PhoneErrorData } from '../../phone/errors.js';
import type { Language } from '../../util/types.js';
import { icon, type IconName } from '../icons.js';

export interface Notice {
  /** Distinguishes one notice from the next for the fade. */
  readonly tone: 'quiet' | 'info' | 'good' | 'warn' | 'bad';
  readonly icon: IconName | TemplateResult;
  readonly spinning?: boolean;
  /** What is going on. */
  readonly title: string | TemplateResult;
  /** A part of the title that ticks: seen, not read out again each second. */
  readonly ticking?: string | null;
  /** What to do, or what to know. */
  readonly detail?: string | TemplateResult | null;
  /** The detail changes each second: then it is not read out. */
  readonly detailTicks?: boolean;
  readonly code?: string | null;
  readonly action?: TemplateResult | typeof nothing | undefined;
  /** Several buttons: a row of their own below. */
  readonly actions?: readonly TemplateResult[];
}

/** First what matters, then why, then the button; the code in small print. */
export function noticeTemplate(notice: Notice): TemplateResult {
  const { tone, title, ticking, detail, detailTicks, code, action, actions } = notice;
  const picture = typeof notice.icon === 'string' ? icon(notice.icon, 20, notice.spinning ? 'spin' : '') : notice.icon;
  return html`<div class="notice notice-${tone}">
    ${picture}
    <div>
      <p class="notice-title">
        <span>${title}${ticking ? html`<span aria-hidden="true"> · ${ticking}</span>` : nothing}</span>
        ${code ? html`<small class="code">${code}</small>` : nothing}
      </p>
      ${detail ? html`<p class="notice-detail" aria-hidden=${detailTicks ? 'true' : nothing}>${detail}</p>` : nothing}
    </div>
    ${action ?? nothing} ${actions ? html`<div class="notice-actions">${actions}</div>` : nothing}
  </div>`;
}

/** A name, which may be long and from a stranger, and what there is to say of it, which is never cut. */
export function saidOf(who: string, words: string): TemplateResult {
  return html`<span class="said"><bdi class="cut" title=${who}>${who}</bdi> <span>${words}</span></span>`;
}

/** An error as the agent reads it: in the language of now, whatever it was when the error happened. */
export function errorText(error: PhoneErrorData, lang: Language): { title: string; detail: string; code: string } {
  const statusCode = error.details?.statusCode;
  const code = statusCode === undefined ? error.code : `${error.code} · ${String(statusCode)}`;
  return { title: errorCatalogue[error.code][lang].meaning, detail: remedyOf(error, lang), code };
}

/** The notice of a command that failed. */
export function failureNotice(error: PhoneErrorData, lang: Language, action?: TemplateResult): Notice {
  return { tone: 'bad', icon: 'warning', ...errorText(error, lang), ...(action ? { action } : {}) };
}
