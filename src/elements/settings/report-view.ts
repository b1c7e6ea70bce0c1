import { html, nothing, type TemplateResult } from 'lit';
import type { SupportReport } from '../../phone/support-report.js';
import type { Messages } from '../messages/index.js';
import { controlButton } from '../parts/controls.js';

/** What came of the last press. */
export type ReportOutcome = 'copied' | 'copyFailed' | null;

interface ReportView {
  readonly messages: Messages;
  readonly isMasked: boolean;
  readonly outcome: ReportOutcome;
  readonly disabled: boolean;
  readonly mask: (isMasked: boolean) => void;
  readonly copy: (event: MouseEvent) => void;
  readonly download: (event: MouseEvent) => void;
}

/** Takes what a helper needs along: on the clipboard, or as a file. */
export function reportTemplate(view: ReportView): TemplateResult {
  const { messages, isMasked, outcome, disabled, mask, copy, download } = view;
  return html`<div>
    <p class="label" id="report">${messages.reportTitle}</p>
    <p class="hint">${messages.reportHint}</p>
    <label class="mask"
      ><input
        type="checkbox"
        .checked=${isMasked}
        @change=${({ target }: Event) => target instanceof HTMLInputElement && mask(target.checked)}
      />${messages.maskNumbers}</label
    >
    <div class="pair" role="group" aria-labelledby="report">
      ${controlButton({ act: 'copy', label: messages.copyReport, icon: 'copy', kind: 'button', disabled, press: copy })}
      ${controlButton({ act: 'download', label: messages.downloadReport, icon: null, kind: 'button', disabled, press: download })}
    </div>
    <p class="hint" role="status">
      ${outcome === 'copied' ? messages.detailsCopied : outcome ? messages.copyFailed : nothing}
    </p>
  </div>`;
}

export function reportText(report: SupportReport): string {
  return JSON.stringify(report, null, 1);
}

/** Gives the agent a file. */
export function downloadReport(report: SupportReport): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([reportText(report)], { type: 'application/json' }));
  link.download = `bfc-webphone-${report.at.replace(/[:.]/g, '-')}.json`;
  link.click();
  // The browser has taken it by the next turn.
  setTimeout(() => URL.revokeObjectURL(link.href));
}
