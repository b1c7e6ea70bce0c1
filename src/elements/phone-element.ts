import { ContextConsumer } from '@lit/context';
import { LitElement, type CSSResultGroup, type PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Command, CommandData, CommandResult, CommandType } from '../phone/commands.js';
import type { LineNumber } from '../phone/call.js';
import type { PhoneErrorData } from '../phone/errors.js';
import type { Phone } from '../phone/phone.js';
import { isCommandPending } from '../phone/state.js';
import type { Language } from '../util/types.js';
import { phoneContext } from './context.js';
import { PressGuard } from './controllers/press-guard.js';
import { dress } from './foreign-styles.js';
import { announceIntent } from './intents.js';
import { messagesFor, type Messages } from './messages/index.js';
import { KeyHints } from './shortcuts/hints.js';
import { base } from './styles/base.js';
import { tokens } from './styles/tokens.js';

/**
 * What all elements of the phone have in common: where the phone comes from, how a press becomes a command, what the
 * last failure was, and the language.
 */
export abstract class PhoneElement extends LitElement {
  static override styles: CSSResultGroup = [tokens, base];

  /** The phone to show, where the element does not stand inside something that provides one. */
  @property({ attribute: false }) phone: Phone | null = null;

  /** `vi` or `en`, where there is no phone that knows it. */
  @property({ reflect: true, useDefault: true }) override lang = '';

  /** Why the last command was not done, until the next one. */
  @state() protected failure: PhoneErrorData | null = null;

  readonly #inherited = new ContextConsumer(this, { context: phoneContext, subscribe: true });
  readonly #guard = new PressGuard(this);

  constructor() {
    super();
    new KeyHints(this);
  }

  /** The phone it shows now. */
  get activePhone(): Phone | null {
    return this.phone ?? this.#inherited.value ?? null;
  }

  protected get language(): Language {
    return this.activePhone?.state.lang ?? (this.lang === 'en' ? 'en' : 'vi');
  }

  protected get messages(): Messages {
    return messagesFor(this.language);
  }

  protected override createRenderRoot(): ShadowRoot {
    const { elementStyles, shadowRootOptions } = this.constructor as typeof PhoneElement;
    const root = this.shadowRoot ?? this.attachShadow(shadowRootOptions);
    dress(root, elementStyles);
    return root;
  }

  /** On the way into another document the style sheets stay behind (CSSOM §6.2). */
  adoptedCallback(): void {
    if (this.shadowRoot) dress(this.shadowRoot, (this.constructor as typeof PhoneElement).elementStyles);
  }

  /** A control that goes away while it has the focus hands it on: it never falls back to the top of the page. */
  protected override update(changed: PropertyValues): void {
    const focused = this.shadowRoot?.activeElement ?? null;
    super.update(changed);
    if (focused?.isConnected === false) this.focus();
  }

  /** Says why something failed that was asked for elsewhere. */
  showFailure(error: PhoneErrorData): void {
    this.failure = error;
  }

  /** A click handler that a disabled, a working, or a just appeared control does not let through. */
  protected press(run: () => void): (event: MouseEvent) => void {
    return (event) => {
      const control = event.currentTarget;
      if (control instanceof Element && control.getAttribute('aria-disabled') === 'true') return;
      if (this.#guard.allows(event)) run();
    };
  }

  /** `press` for a control that is exactly one command. */
  protected pressFor(command: Command): (event: MouseEvent) => void {
    return this.press(() => void this.send(command));
  }

  /**
   * Tells everybody of the intent and, unless somebody prevents it, carries it out. `null` when it was prevented.
   * A failure is kept for the notice.
   */
  protected async send<C extends Command>(command: C): Promise<CommandResult<CommandData[C['type']]> | null> {
    const phone = this.activePhone;
    if (!phone || !announceIntent(this, command)) return null;
    this.failure = null;
    const result = await phone.execute(command);
    if (!result.ok) this.failure = result.error;
    return result;
  }

  /** The guard: whether the phone would refuse the command now. */
  protected refuses(command: Command): boolean {
    return this.activePhone ? this.activePhone.refusal(command) !== null : true;
  }

  protected isPending(type: CommandType, line?: LineNumber): boolean {
    return this.activePhone ? isCommandPending(this.activePhone.state, type, line) : false;
  }
}
