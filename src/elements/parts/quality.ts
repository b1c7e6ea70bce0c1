import { html, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import type { CallQuality } from '../../phone/call.js';
import type { Messages } from '../messages/index.js';

export type QualityLevel = 1 | 2 | 3 | 4;

/** The bars for a mean opinion score (ITU-T G.107 Annex B: 4.0 satisfied, 3.6 some, 3.1 many dissatisfied). */
export function qualityLevel({ mos }: CallQuality): QualityLevel {
  if (mos >= 4) return 4;
  if (mos >= 3.6) return 3;
  return mos >= 3.1 ? 2 : 1;
}

/** x, y, height of each bar on 20 × 16. */
const bars = [
  [0.5, 11, 5],
  [5.5, 7.5, 8.5],
  [10.5, 4, 12],
  [15.5, 0.5, 15.5],
] as const;

/** Bars with a word: colour never stands alone. */
export function qualityTemplate(quality: CallQuality, messages: Messages): TemplateResult {
  const level = qualityLevel(quality);
  const [first, second, third, fourth] = messages.qualityWords;
  const word = { 1: first, 2: second, 3: third, 4: fourth }[level];
  return html`<span class="quality quality-${level}" role="img" aria-label=${messages.qualityLabel(level, word)}>
    <svg viewBox="0 0 20 16" aria-hidden="true">
      ${bars.map(([x, y, height], index) => bar(x, y, height, index < level))}
    </svg>
    <span aria-hidden="true">${word}</span>
  </span>`;
}

function bar(x: number, y: number, height: number, lit: boolean): SVGTemplateResult {
  return svg`<rect class=${lit ? 'lit' : ''} x=${x} y=${y} width="3.5" height=${height} rx="1" />`;
}
