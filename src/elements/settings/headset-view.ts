import { html, nothing, type TemplateResult } from 'lit';
import type { HeadsetButtons } from '../../phone/headset.js';
import type { Messages } from '../messages/index.js';
import { controlButton } from '../parts/controls.js';
import { noticeTemplate } from '../parts/notice.js';

/**
 * A headset whose buttons answer and hang up; nothing where the browser cannot have one.
 * @param isMissed the agent was asked, and there is none
 */
export function headsetTemplate(
  { supported, name }: HeadsetButtons,
  messages: Messages['headset'],
  isMissed: boolean,
  press: (event: MouseEvent) => void,
): TemplateResult | typeof nothing {
  if (!supported) return nothing;
  const [act, label] = name === null ? ['connect-headset', messages.connect] : ['forget-headset', messages.forget];
  return html`<div role="status">
    ${noticeTemplate({
      tone: 'quiet',
      icon: 'headset',
      title: name ?? messages.title,
      detail: isMissed && name === null ? messages.missed : messages.use,
      actions: [controlButton({ act, label, icon: null, kind: 'button', press })],
    })}
  </div>`;
}
