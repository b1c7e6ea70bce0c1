import { html, nothing, type TemplateResult } from 'lit';
import type { TransferOutcome } from '../../phone/state.js';
import type { Language } from '../../util/types.js';
import type { Messages } from '../messages/index.js';
import { outcomeSentence } from '../parts/outcome.js';
import { isPage, type View } from './view.js';

interface Sheet {
  readonly lang: Language;
  readonly messages: Messages;
  readonly settings: TemplateResult | typeof nothing;
  /** Tabs when nothing goes on, the lines in a call. */
  readonly strip: TemplateResult | typeof nothing;
  readonly panel: unknown;
  /** What the panel shows. */
  readonly view: View;
  readonly outcome: TransferOutcome | null;
}

/** Panels that say themselves why the phone is offline, and what to do; during a call the status leaves it to the call's. */
const explained: readonly View['type'][] = ['keypad', 'refused', 'signIn', 'signedOut'];

/** The rows of the phone: the status, the strip, the panel of now. */
export function sheet({ lang, messages, settings, strip, panel, view, outcome }: Sheet): TemplateResult {
  const page = isPage(view) ? view.type : null;
  return html`<section class="phone" part="phone" aria-label=${messages.phone} lang=${lang} dir="ltr">
    <header class="header" part="header">
      <bfc-phone-status
        lang=${lang}
        ?quiet=${explained.includes(view.type)}
        exportparts="hotline, mode"
      ></bfc-phone-status>
      ${settings}
      <slot name="header"></slot>
    </header>
    <div class="body">
      ${strip}
      <div
        class="place"
        id="page"
        role=${page ? 'tabpanel' : nothing}
        aria-labelledby=${page ? `tab-${page}` : nothing}
      >
        ${panel}
      </div>
    </div>
    <p class="visually-hidden" role="status">${outcome?.ok ? outcomeSentence(outcome, lang) : ''}</p>
    <slot name="footer"></slot>
  </section>`;
}
