import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { PhoneErrorData } from '../../phone/errors.js';
import type { Phone } from '../../phone/phone.js';
import type { Language } from '../../util/types.js';
import type { Messages } from '../messages/index.js';
import { actionZone } from '../parts/controls.js';
import { errorText, noticeTemplate } from '../parts/notice.js';
import type { Entered } from './options.js';
import { primary } from './panels.js';
import { isRefusedAccount, type View } from './view.js';

interface Host extends ReactiveControllerHost {
  readonly activePhone: Phone | null;
  readonly renderRoot: HTMLElement | DocumentFragment;
}

interface Tools {
  readonly messages: () => Messages;
  /** A click handler that a control which just appeared does not let through. */
  readonly press: (run: () => void) => (event: MouseEvent) => void;
  /** Takes another account, or none, in place of the phone there is. */
  readonly become: (entered: Entered | null) => void;
}

type Field = keyof Entered;
type FormView = Extract<View, { type: 'signIn' }>;

/**
 * E-mail and password, where the page leaves signing in to the agent. The password is in its field until it is sent,
 * and nowhere else in the DOM.
 */
export class SignInForm implements ReactiveController {
  #username = '';
  /** Left empty. */
  #missing: Field | null = null;
  #isSubmitting = false;
  #isPending = false;
  /** Why the last try was refused. */
  #error: PhoneErrorData | null = null;
  #isErrorNew = false;
  /** The focus comes to the field that tells of it: an alert beside it would be heard twice. */
  #isReadThere = false;

  constructor(
    private readonly host: Host,
    private readonly tools: Tools,
  ) {
    host.addController(this);
  }

  /** The next agent is another one. */
  forget(): void {
    this.#username = '';
  }

  /** The form in place of `view`, where it is its turn; `isOwn`: the agent has signed in by it. */
  over(view: View, isOwn: boolean): View {
    const error = isOwn && view.type === 'refused' && isRefusedAccount(view.error) ? view.error : null;
    const inCall = view.type === 'call' || view.type === 'incoming';
    const isStarting = isOwn && this.host.activePhone?.state.status === 'starting';
    const pending = this.#isSubmitting || (isStarting && !inCall);
    return pending || error || view.type === 'signedOut' ? { type: 'signIn', error, pending } : view;
  }

  panel(view: FormView, lang: Language): TemplateResult {
    const { error, pending } = view;
    const { signInTitle, signInDetail, signIn, signInAgain } = this.tools.messages();
    const isRefused = error !== null && !pending;
    if (isRefused && error !== this.#error) {
      this.#isErrorNew = true;
      this.#isReadThere =
        this.host.renderRoot.querySelector('.place:focus-within') !== null &&
        !this.#input('password')?.matches(':focus');
    }
    this.#error = error;
    this.#isPending = pending;
    return html`<form class="panel" novalidate lang=${lang} dir="ltr" @submit=${this.#submit} @input=${this.#forgive}>
      <div class="main sign-in">
        <div>
          <h2 class="fix-title">${signInTitle}</h2>
          <p class="fix-detail">${signInDetail}</p>
        </div>
        ${
          isRefused
            ? html`<div role=${this.#isReadThere ? nothing : 'alert'} id="refused">
                ${noticeTemplate({ tone: 'bad', icon: 'lock', ...errorText(error, lang) })}
              </div>`
            : nothing
        }
        ${this.#field('username', false, pending)} ${this.#field('password', isRefused, pending)}
      </div>
      ${actionZone(
        primary({
          act: 'sign-in',
          label: isRefused ? signInAgain : signIn,
          icon: isRefused ? 'redo' : 'phone',
          type: 'submit',
          pending,
          press: this.#press,
        }),
      )}
    </form>`;
  }

  /** Where he types again: what he sees of the refusal is said with it. */
  hostUpdated(): void {
    if (!this.#isErrorNew) return;
    this.#isErrorNew = false;
    const field = this.#input('password');
    if (field?.form?.matches(':focus-within')) field.focus();
  }

  #field(name: Field, isRefused: boolean, pending: boolean): TemplateResult {
    const messages = this.tools.messages();
    const isEmail = name === 'username';
    const isMissing = this.#missing === name;
    const [label, missing] = isEmail
      ? [messages.email, messages.emailMissing]
      : [messages.password, messages.passwordMissing];
    const description = isMissing ? `${name}-missing` : isRefused ? 'refused' : nothing;
    return html`<div>
      <div class="field-head">
        <label for=${name}>${label}</label>
        ${isMissing ? html`<span class="missing" id=${`${name}-missing`}>${missing}</span>` : nothing}
      </div>
      <input
        class="field"
        id=${name}
        name=${name}
        type=${isEmail ? 'email' : 'password'}
        autocomplete=${isEmail ? 'username' : 'current-password'}
        placeholder=${isEmail ? messages.emailExample : pending ? '••••••••' : ''}
        required
        ?readonly=${pending}
        ?data-name=${isEmail === (this.#username === '')}
        aria-invalid=${isMissing || isRefused ? 'true' : nothing}
        aria-describedby=${description}
        .value=${isEmail ? this.#username : ''}
      />
    </div>`;
  }

  #input(name: Field): HTMLInputElement | null {
    return this.host.renderRoot.querySelector(`.field#${name}`);
  }

  /** Enter presses the button too, and a press that was not meant for it sends nothing. */
  readonly #press = (event: MouseEvent): void => {
    let isMeant = false;
    this.tools.press(() => (isMeant = true))(event);
    if (!isMeant) event.preventDefault();
  };

  readonly #forgive = (): void => {
    if (!this.#missing) return;
    this.#missing = null;
    this.host.requestUpdate();
  };

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const [email, password] = [this.#input('username'), this.#input('password')];
    if (this.#isPending || !email || !password) return;
    this.#username = email.value.trim();
    this.#missing = this.#username === '' ? 'username' : password.value === '' ? 'password' : null;
    this.host.requestUpdate();
    if (this.#missing) {
      const field = this.#missing === 'username' ? email : password;
      // What is wrong stands there first, so that it is read with the field.
      void this.host.updateComplete.then(() => field.focus());
      return;
    }
    const entered = { username: this.#username, password: password.value };
    password.value = '';
    this.#isSubmitting = true;
    void this.#signIn(entered);
  };

  /** A phone that others on the page show as well must not go on as it was. */
  async #signIn(entered: Entered): Promise<void> {
    const phone = this.host.activePhone;
    if (phone && phone.state.status !== 'stopped') await phone.execute({ type: 'stop' });
    this.#isSubmitting = false;
    this.tools.become(entered);
  }
}
