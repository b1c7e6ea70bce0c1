import { html, nothing, type TemplateResult } from 'lit';
import type { HotlineInfo } from '../../phone/call.js';
import type { Mode } from '../../phone/mode.js';
import type { NoticePermission } from '../../phone/notice-permission.js';
import type { Language } from '../../util/types.js';
import { icon } from '../icons.js';
import type { Messages } from '../messages/index.js';
import { hotlineText } from '../parts/caller.js';
import { controlButton } from '../parts/controls.js';
import { noticeTemplate } from '../parts/notice.js';
import { spaced } from '../parts/number.js';
import { modeIcons, modeOrder } from '../phone-status/mode-menu.js';
import { onRadioKey, selectTemplate } from './controls.js';
import type { SettingsActs } from './settings-page.js';

const languages: readonly (readonly [Language, string])[] = [
  ['vi', 'Tiếng Việt'],
  ['en', 'English'],
];

interface WorkState {
  readonly mode: Mode;
  readonly hotline: HotlineInfo | null;
  readonly hotlines: readonly HotlineInfo[];
  /** A hotline is being chosen. */
  readonly choosing: boolean;
  readonly notifications: NoticePermission;
  /** Who may sign out. */
  readonly account: string | null;
  readonly isBusy: boolean;
  readonly isStopping: boolean;
}

interface WorkActs extends SettingsActs {
  /** A choice that was not taken is shown as it is. */
  redraw(): void;
  signOut(): void;
}

/** The page of work: hotline, mode, language, notifications. */
export function workTemplate(state: WorkState, messages: Messages, language: Language, acts: WorkActs): TemplateResult {
  return html`${state.hotlines.length > 0 ? hotlineTemplate(state, messages, acts) : nothing}
    <div>
      <p class="label" id="mode">${messages.mode}</p>
      <div class="options" role="radiogroup" aria-labelledby="mode" @keydown=${onRadioKey}>
        ${modeOrder.map((each) => modeTemplate(each, each === state.mode, messages, acts))}
      </div>
    </div>
    <div>
      <p class="label" id="language">${messages.language}</p>
      <div class="tabs" role="radiogroup" aria-labelledby="language" @keydown=${onRadioKey}>
        ${languages.map(
          ([lang, name]) =>
            html`<button
              type="button"
              role="radio"
              class="tab"
              lang=${lang}
              aria-checked=${lang === language ? 'true' : 'false'}
              tabindex=${lang === language ? '0' : '-1'}
              @click=${() => void acts.send({ type: 'setLanguage', lang })}
            >
              ${name}
            </button>`,
        )}
      </div>
    </div>
    ${state.notifications === 'none' ? nothing : notificationsTemplate(state.notifications, messages, acts)}
    ${state.account === null ? nothing : accountTemplate(state, state.account, messages, acts)}`;
}

/** Not in a call, which would end with it. */
function accountTemplate(state: WorkState, account: string, messages: Messages, acts: WorkActs): TemplateResult {
  return noticeTemplate({
    tone: 'quiet',
    icon: 'user',
    title: html`<bdi class="cut" title=${account}>${account}</bdi>`,
    action: controlButton({
      act: 'sign-out',
      label: messages.signOut,
      icon: null,
      kind: 'button',
      disabled: state.isBusy,
      pending: state.isStopping,
      press: acts.press(() => acts.signOut()),
    }),
  });
}

function hotlineTemplate(
  { hotline, hotlines, choosing }: WorkState,
  messages: Messages,
  acts: WorkActs,
): TemplateResult {
  const none = hotline ? [] : [{ value: '', text: '–' }];
  const options = hotlines.map((each) => ({ value: each.id, text: spaced(hotlineText(each) ?? '') }));
  return html`<div aria-busy=${choosing ? 'true' : nothing}>
    <p class="label">
      <label for="hotline">${messages.hotlineOut}</label>${choosing ? icon('wait', 16, 'spin') : nothing}
    </p>
    ${selectTemplate({
      id: 'hotline',
      icon: 'headset',
      options: [...none, ...options],
      value: hotline?.id ?? '',
      choose: (hotlineId) => {
        if (hotlineId !== '') void acts.send({ type: 'chooseHotline', hotlineId }).then(() => acts.redraw());
      },
    })}
  </div>`;
}

function modeTemplate(mode: Mode, isChosen: boolean, messages: Messages, acts: SettingsActs): TemplateResult {
  const { name, hint } = messages.modes[mode];
  return html`<button
    type="button"
    role="radio"
    class="option"
    aria-checked=${isChosen ? 'true' : 'false'}
    tabindex=${isChosen ? '0' : '-1'}
    @click=${() => void acts.send({ type: 'setMode', mode })}
  >
    ${icon(modeIcons[mode])}<span><b>${name}</b> <small>${hint}</small></span
    ><span class="dot"></span>
  </button>`;
}

function notificationsTemplate(
  permission: Exclude<NoticePermission, 'none'>,
  messages: Messages,
  acts: SettingsActs,
): TemplateResult {
  const { title, detail } = messages.notifications[permission];
  return html`<div role="status">
    ${noticeTemplate({
      tone: permission === 'blocked' ? 'warn' : 'quiet',
      icon: permission === 'blocked' ? 'bell-off' : 'bell',
      title,
      detail,
      action:
        permission === 'ask'
          ? controlButton({
              act: 'allow',
              label: messages.allow,
              icon: null,
              kind: 'button',
              press: acts.press(() => void acts.send({ type: 'allowNotifications' })),
            })
          : nothing,
    })}
  </div>`;
}
