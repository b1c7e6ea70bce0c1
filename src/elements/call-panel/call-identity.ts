import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../icons.js';
import type { Call } from '../../phone/call.js';
import type { Messages } from '../messages/index.js';
import { formatClock, machineDuration } from '../messages/format.js';
import { hotlineParts, initialsOf, type Caller } from '../parts/caller.js';
import type { Target } from '../parts/errands.js';
import { grouped } from '../parts/number.js';
import { qualityTemplate } from '../parts/quality.js';

export interface IdentityOptions {
  readonly call: Call;
  readonly caller: Caller;
  /** The agent asks before a transfer. */
  readonly asking: boolean;
  /** Room is needed below: only what matters. */
  readonly tight: boolean;
  /** Seconds since the answer. */
  readonly seconds: number;
  readonly messages: Messages;
}

/** Who is there, on which hotline, how long and how well. */
export function identityTemplate(options: IdentityOptions): TemplateResult {
  const { caller, tight } = options;
  const via = tight ? null : viaText(options);
  return html`<div class="identity ${tight ? 'tight' : ''}">
    ${via === null ? nothing : html`<p class="via">${icon('headset', 16)}<bdi class="cut">${via}</bdi></p>`}
    <h2 class="name" data-name tabindex="-1">
      <bdi class="cut" title=${caller.title}>${grouped(caller.title)}</bdi>
    </h2>
    <p class="number cut"><bdi>${grouped(caller.subtitle)}</bdi></p>
    <p class="clock">${clock(options)}</p>
  </div>`;
}

function viaText({ call, asking, messages }: IdentityOptions): TemplateResult | string | null {
  if (asking) return messages.asking;
  if (!call.hotline) return null;
  const [name, more] = hotlineParts(call.hotline);
  const words = call.direction === 'inbound' ? messages.cameInOn(name) : messages.callingOutOn(name);
  // The name is what agents go by: in little room there is no number.
  return html`${grouped(words)}<span class="more">${grouped(more)}</span>`;
}

/** How long it has lasted and how well it sounds; before the answer and after the end, how it stands. */
export function clock({
  call,
  seconds,
  messages,
}: Pick<IdentityOptions, 'call' | 'seconds' | 'messages'>): TemplateResult {
  const word = (text: string, working: boolean): TemplateResult =>
    html`<span class="clock-word"
      >${text}${working ? html`<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>` : nothing}</span
    >`;
  if (call.end) return word(call.answeredAt === null ? messages.notConnected : messages.callDropped, false);
  if (call.state === 'dialing') return word(messages.calling, true);
  if (call.state === 'ringing') return word(messages.ringing, true);
  if (call.state === 'early') return word(messages.notAnsweredYet, false);
  return html`<time datetime=${machineDuration(seconds)}>${formatClock(seconds)}</time>${
      call.quality ? qualityTemplate(call.quality, messages) : nothing
    }`;
}

/** Whom the agent has picked, as the screen shows him. */
export function callerOfTarget({ name, number }: Target): Caller {
  return name === null
    ? { title: number, subtitle: '', initials: null }
    : { title: name, subtitle: number, initials: initialsOf(name) };
}

/** A caller on the way to somebody else. Done is said only when it is done. */
export function passingTemplate(caller: Caller, target: Caller | null, messages: Messages): TemplateResult {
  const avatar = ({ initials }: Caller, kind: string): TemplateResult =>
    html`<span class="avatar ${kind}">${initials ?? icon('user')}</span>`;
  const number = target && target.subtitle !== '' ? html` · <bdi>${grouped(target.subtitle)}</bdi>` : nothing;
  return html`<div class="passing">
    <div class="way" aria-hidden="true">
      ${avatar(caller, '')}<span class="trail"><i></i><i></i><i></i><i></i></span>${
        target ? avatar(target, 'plain') : html`<span class="avatar plain">${icon('user')}</span>`
      }
    </div>
    <div>
      <h2 class="passing-title" data-name tabindex="-1">${messages.transferring}</h2>
      <p class="passing-who cut"><bdi>${grouped(caller.title)}</bdi></p>
      ${
        target
          ? html`<p class="passing-who cut">${messages.transferTo} <bdi>${grouped(target.title)}</bdi>${number}</p>`
          : nothing
      }
    </div>
  </div>`;
}
