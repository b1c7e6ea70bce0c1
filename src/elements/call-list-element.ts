import { html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import type { PhoneErrorData } from '../phone/errors.js';
import type { Phone } from '../phone/phone.js';
import { isCommandPending } from '../phone/state.js';
import { PhoneSelector } from './controllers/phone-selector.js';
import type { ListRow, RowList } from './controllers/row-list.js';
import { icon, type IconName } from './icons.js';
import { controlButton, iconButton } from './parts/controls.js';
import { errorText, failureNotice, noticeTemplate } from './parts/notice.js';
import { searchField } from './parts/search-field.js';
import { voidTemplate } from './parts/void.js';
import { PhoneElement } from './phone-element.js';
import { controls } from './styles/controls.js';
import { identityStyles } from './styles/identity.js';
import { listStyles } from './styles/list.js';
import { noticeStyles } from './styles/notice.js';
import { voidStyles } from './styles/void.js';

/** What a list says of itself. */
export interface ListTexts {
  readonly icon: IconName;
  readonly find: string;
  readonly loading: string;
  readonly empty: string;
  readonly emptyDetail: string;
  readonly failed: string;
  readonly failedDetail: string;
}

/** How the list stands with the account. */
export interface ListStatus {
  readonly status: 'idle' | 'loading' | 'ready' | 'failed';
  readonly error: PhoneErrorData | null;
  /** Whether there is anything at all, found or not. */
  readonly isEmpty: boolean;
}

/** A list of people or calls with a search field above: its states, and calling by one press. */
export abstract class CallListElement<R extends ListRow> extends PhoneElement {
  static override styles: CSSResultGroup = [
    PhoneElement.styles,
    controls,
    identityStyles,
    noticeStyles,
    voidStyles,
    listStyles,
  ];

  /** What is in the search field. */
  @state() protected text = '';
  /** Key of the row that is being called. */
  @state() private calling: string | null = null;

  #owner: Phone | null = null;

  protected abstract readonly list: RowList<R>;

  protected readonly selector = new PhoneSelector(this, (phoneState, phone) => ({
    lang: phoneState.lang,
    own: phoneState.extension?.number ?? null,
    status: phoneState.status,
    hotlines: phoneState.hotlines,
    isCalling: isCommandPending(phoneState, 'call'),
    callRefusal: phone.refusal({ type: 'call', number: '0' })?.code ?? null,
  }));

  /** Another phone is another agent's: he did not look for this. */
  protected override willUpdate(): void {
    const phone = this.activePhone;
    if (!phone || phone === this.#owner) return;
    if (this.#owner) {
      this.text = '';
      this.failure = null;
    }
    this.#owner = phone;
  }

  /** Puts the focus on the row where it was last, or the cursor into the search field. */
  override focus(options?: FocusOptions): void {
    if (!this.list.comeBack()) this.#focusField(options);
  }

  #focusField(options?: FocusOptions): void {
    this.renderRoot.querySelector<HTMLElement>('input, [data-name], button')?.focus(options);
  }

  protected abstract texts(): ListTexts;
  protected abstract listStatus(): ListStatus;
  protected abstract load(): Promise<void>;
  /** Below the search field. */
  protected abstract filters(): TemplateResult | typeof nothing;
  protected abstract fullList(): TemplateResult;

  protected override render(): TemplateResult {
    return html`<div class="panel lists" lang=${this.language} dir="ltr">${this.content()}</div>`;
  }

  protected content(): TemplateResult {
    const { status, error, isEmpty } = this.listStatus();
    const { icon: picture, empty, emptyDetail, loading } = this.texts();
    const slice = this.selector.value;
    if (!isEmpty) return html`${this.#tools(error)} ${this.list.rows.length === 0 ? this.nobody() : this.fullList()}`;
    if (!slice || slice.status === 'stopped') {
      return voidTemplate({ tone: '', icon: picture, title: empty, detail: this.messages.notSignedIn });
    }
    if (error) return this.#failed(error, false);
    if (status === 'ready') return voidTemplate({ tone: '', icon: picture, title: empty, detail: emptyDetail });
    return html`${this.#tools(null)} ${bones(loading)}`;
  }

  /** The button that calls; it says why it cannot. */
  protected callButton(key: string, number: string, label: string, tabindex: string): TemplateResult {
    const slice = this.selector.value;
    const refusal = slice?.callRefusal ?? null;
    const pending = (slice?.isCalling ?? false) && this.calling === key;
    const shut = refusal !== null || (slice?.isCalling ?? false) || number === '';
    const why = refusal ? errorText({ code: refusal, message: '' }, this.language).title : null;
    return html`<button
      type="button"
      class="go"
      data-act=${`call-${key}`}
      tabindex=${tabindex}
      aria-label=${label}
      title=${why ?? label}
      aria-disabled=${shut ? 'true' : nothing}
      aria-busy=${pending ? 'true' : nothing}
      @click=${this.press(() => this.#call(key, number))}
    >
      ${pending ? icon('wait', 20, 'spin') : icon('phone')}
    </button>`;
  }

  #tools(error: PhoneErrorData | null): TemplateResult {
    const { messages } = this;
    const { failure } = this;
    const close = (): void => {
      this.failure = null;
      this.#focusField();
    };
    const dismiss = iconButton({ act: 'dismiss', label: messages.dismiss, icon: 'close', press: this.press(close) });
    return html`<div class="tools" @keydown=${this.#onKeyDown}>
      ${searchField({
        label: this.texts().find,
        value: this.text,
        messages,
        changed: (text) => {
          this.text = text;
          this.#focusField();
        },
      })}
      ${this.filters()}
      ${failure ? noticeTemplate(failureNotice(failure, this.language, dismiss)) : error ? this.#failed(error, true) : nothing}
    </div>`;
  }

  /** Why the list is not there (any more), what still works, and the button. */
  #failed(error: PhoneErrorData, isOverRows: boolean): TemplateResult {
    const { failed: title, failedDetail } = this.texts();
    const { title: reason, code } = errorText(error, this.language);
    const action = controlButton({
      act: 'again',
      label: this.messages.tryAgain,
      icon: isOverRows ? null : 'redo',
      kind: 'button',
      pending: this.listStatus().status === 'loading',
      press: this.press(() => void this.load()),
    });
    return isOverRows
      ? noticeTemplate({ tone: 'bad', icon: 'warning', title, detail: reason, code, action })
      : voidTemplate({ tone: 'bad', icon: 'warning', title, detail: `${reason}. ${failedDetail}`, code, action });
  }

  /** There is something, but nothing like this. */
  protected nobody(): TemplateResult {
    const { nothingFound: title, nothingFoundDetail: detail } = this.messages;
    return voidTemplate({ tone: '', icon: 'search', title, detail });
  }

  #call(key: string, number: string): void {
    this.calling = key;
    void this.send({ type: 'call', number }).then(() => {
      if (this.calling === key) this.calling = null;
    });
  }

  readonly #onKeyDown = (event: KeyboardEvent): void => {
    const target = event.composedPath()[0];
    if (event.isComposing || !(target instanceof HTMLInputElement)) return;
    if (event.key === 'Escape' && this.text !== '') this.text = '';
    else if (event.key !== 'ArrowDown' || !this.list.enter()) return;
    event.preventDefault();
    event.stopPropagation();
  };
}

/** While the first rows are on their way: what will be there, without words. */
function bones(loading: string): TemplateResult {
  return html`<div class="list" aria-busy="true">
    <p class="visually-hidden" role="status">${loading}</p>
    ${[1, 2, 3, 4, 5].map(
      () =>
        html`<div class="row person bones" aria-hidden="true">
          <span class="bone"></span>
          <div><span class="bone"></span><span class="bone"></span></div>
        </div>`,
    )}
  </div>`;
}
