import { html, nothing, type TemplateResult } from 'lit';
import { icon, type IconName } from '../icons.js';

/** What there is to know where nothing else is to be seen. */
export interface Void {
  readonly tone: '' | 'warn' | 'bad';
  readonly icon: IconName;
  readonly title: string;
  readonly detail: string;
  readonly code?: string;
  /** The one thing to do about it. */
  readonly action?: TemplateResult;
}

/** In the middle of the room it has. */
export function voidTemplate({ tone, icon: picture, title, detail, code, action }: Void): TemplateResult {
  return html`<div class="main void" role=${tone === 'bad' ? 'alert' : nothing}>
    <div class="void-icon ${tone}">${icon(picture, 24)}</div>
    <h2 class="void-title" data-name tabindex="-1">${title}</h2>
    <p class="void-detail">${detail}</p>
    ${action ?? nothing} ${code === undefined ? nothing : html`<small class="code">${code}</small>`}
  </div>`;
}
