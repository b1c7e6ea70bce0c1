import type { PropertyValues } from 'lit';
import { property } from 'lit/decorators.js';
import type { AnnounceOptions } from '../../phone/config.js';
import type { Hooks } from '../../phone/host-hooks.js';
import { PhoneElement } from '../phone-element.js';
import type { Shortcuts } from '../shortcuts/keys.js';
import { namesAccount, toOptions, type Attributes, type Entered } from './options.js';
import type { Wish } from './phone-source.js';
import { completeSecrets, isSecretAttribute, noSecrets, type SecretAttribute, type Secrets } from './secrets.js';

/** Absent is true, and so is anything but `false`: `register`, `register="true"`. */
const onUnlessFalse = { fromAttribute: (value: string | null): boolean => value !== 'false' };

/**
 * The configuration of `<bfc-webphone>`: every attribute with its property, in any order, before or after the upgrade.
 * A secret is read once and taken out of the DOM at once; as a property it can be set, not read.
 * What says who the agent is and how he is reached (all of `sip-…`, `base-url`, `ice-servers`, `tabs`, the secrets) means
 * another phone: that one is made when no call is live. Everything else takes effect at once.
 *
 * @cssproperty --bfc-surface - The sheet.
 * @cssproperty --bfc-surface-raised - Menus, the thumb of a switch.
 * @cssproperty --bfc-surface-soft - Keys and tiles.
 * @cssproperty --bfc-surface-strong - Keys and tiles under the pointer; what is still loading.
 * @cssproperty --bfc-surface-inverse - A control that is on.
 * @cssproperty --bfc-text - Names, numbers, labels.
 * @cssproperty --bfc-text-muted - Second lines, codes.
 * @cssproperty --bfc-text-disabled - A control that cannot be used now.
 * @cssproperty --bfc-text-inverse - On `--bfc-surface-inverse`.
 * @cssproperty --bfc-border - Hairlines.
 * @cssproperty --bfc-border-control - Fields, sliders, outlined buttons.
 * @cssproperty --bfc-accent - The main act that is no call, the current line.
 * @cssproperty --bfc-on-accent - On `--bfc-accent`.
 * @cssproperty --bfc-accent-text - Links.
 * @cssproperty --bfc-accent-soft - The chosen row, information.
 * @cssproperty --bfc-positive - Call, Answer.
 * @cssproperty --bfc-on-positive - On `--bfc-positive`.
 * @cssproperty --bfc-positive-text - Ready, good quality.
 * @cssproperty --bfc-positive-soft - Call without a number.
 * @cssproperty --bfc-danger - Hang up.
 * @cssproperty --bfc-on-danger - On `--bfc-danger`.
 * @cssproperty --bfc-danger-text - Reject, missed calls, errors.
 * @cssproperty --bfc-danger-soft - Behind those.
 * @cssproperty --bfc-warning - The signs of hold, a poor network, a warning.
 * @cssproperty --bfc-warning-text - Their words.
 * @cssproperty --bfc-warning-soft - Behind them.
 * @cssproperty --bfc-focus - The focus ring.
 * @cssproperty --bfc-font - The typeface.
 * @cssproperty [--bfc-radius-s=8px] - The corners of what is small.
 * @cssproperty [--bfc-radius-m=12px] - The corners of keys, tiles, fields.
 * @cssproperty [--bfc-radius-l=16px] - The corners of the sheet.
 * @cssproperty [--bfc-radius-full=999px] - The corners of the main button.
 * @cssproperty [--bfc-motion-press=80ms] - How long a press sinks in.
 * @cssproperty [--bfc-motion-fast=120ms] - How long colours and notices take.
 * @cssproperty [--bfc-motion-base=180ms] - How long a sheet takes to come.
 * @cssproperty [--bfc-motion-slow=260ms] - How long the floating phone takes to open.
 * @cssproperty [--bfc-arm-delay=400ms] - How long a control that appears under a resting pointer takes no press.
 */
export abstract class ConfiguredElement extends PhoneElement {
  /** E-mail of the Bizfly account. */
  @property() username: string | null = null;
  /** `active` (default), `outgoing` or `inactive`. */
  @property() mode: string | null = null;
  /** Whether to register; the attribute `register="false"` turns it off. */
  @property({ attribute: 'register', converter: onUnlessFalse }) autoRegister = true;
  /** The SIP `User-Agent`; another one is sent from then on. */
  @property({ attribute: 'user-agent' }) userAgent: string | null = null;
  /** Where the account API is; another one takes effect when no call is live. */
  @property({ attribute: 'base-url' }) baseUrl: string | null = null;
  /** `sip:1001@pbx.example`, for a PBX without the account API. */
  @property({ attribute: 'sip-uri' }) sipUri: string | null = null;
  /** `wss://…`, in order of preference, with spaces or commas between. */
  @property({ attribute: 'sip-servers' }) sipServers: string | null = null;
  /** Default: the user part of `sip-uri`. */
  @property({ attribute: 'sip-authorization-username' }) sipAuthorizationUsername: string | null = null;
  /** The name that the far side is shown; another one takes effect when no call is live. */
  @property({ attribute: 'sip-display-name' }) sipDisplayName: string | null = null;
  /** A list of `RTCIceServer`; in the attribute as JSON. Another one takes effect when no call is live. */
  @property({ attribute: 'ice-servers' }) iceServers: string | readonly RTCIceServer[] | null = null;
  /** URL of a ringtone; default: the built-in one. */
  @property() ringtone: string | null = null;
  /** Whether all tabs of the agent in this browser are one phone; `tabs="false"` turns it off, when no call is live. */
  @property({ attribute: 'tabs', converter: onUnlessFalse }) shareTabs = true;
  /** A live call when its last page is left or reloaded: `keep` (default), the next page takes it back; `hangup`. */
  @property({ attribute: 'on-page-leave' }) onPageLeave: string | null = null;
  /** Gives a fresh token of the account API whenever one is needed. */
  @property({ attribute: false }) getToken: (() => Promise<string>) | null = null;
  /** The page's `tel:` links call by this phone. */
  @property({ type: Boolean, attribute: 'tel-links' }) telLinks = false;
  /** Shows no note after a call: the page has one of its own. */
  @property({ type: Boolean, attribute: 'no-wrap-up' }) noWrapUp = false;
  /** `{title, desktop, mediaSession, headset}`: where the page says that somebody calls; each is on unless it is `false`. */
  @property({ attribute: false }) notifications: AnnounceOptions | null = null;
  /** Asked before a call leaves: `false` forbids it, a text is another number. A promise may take 10 s. */
  @property({ attribute: false }) beforeCall: Hooks['beforeCall'] = null;
  /** Asked who is at the other end of a call: gives `{name}`, or a promise of it. */
  @property({ attribute: false }) resolveContact: Hooks['resolveContact'] = null;
  /** `auto` (default), `light` or `dark`. */
  @property({ reflect: true, useDefault: true }) theme: string | null = null;

  /** Where the page gives no account and has no phone, the agent signs in here, by e-mail and password. */
  @property({ type: Boolean, attribute: 'sign-in' }) signIn = false;

  /** `inline` (default): in the page's flow; `floating`: a button in a corner that opens it. */
  @property({ reflect: true, useDefault: true }) layout: string | null = null;
  /** Whether the floating phone is open. */
  @property({ type: Boolean, reflect: true }) open = false;

  /** Other keys than the default, `{ mute: 'Alt+M', hangUp: null }`; `false`: none. In the attribute as JSON. */
  @property() shortcuts: Shortcuts | string | null = null;
  /** Where the keys work: `phone` (default), while the focus is in it; `page`, everywhere but in fields. */
  @property({ attribute: 'shortcut-scope' }) shortcutScope: string | null = null;

  #secrets: Secrets = noSecrets;
  /** What the agent has written into the form: in memory only, and nowhere else. */
  #entered: Entered | null = null;
  #isConfigurationNew = true;
  readonly #tokenGetters = new WeakMap<object, number>();
  #tokenGetterCount = 0;

  /** Password of the Bizfly account. Write-only. */
  @property()
  get password(): string | null {
    return null;
  }
  set password(value: string | null) {
    this.#keep('password', value);
  }

  /** Token of the account API, instead of a password. Write-only. */
  @property()
  get token(): string | null {
    return null;
  }
  set token(value: string | null) {
    this.#keep('token', value);
  }

  /** SIP password. Write-only. */
  @property({ attribute: 'sip-password' })
  get sipPassword(): string | null {
    return null;
  }
  set sipPassword(value: string | null) {
    this.#keep('sip-password', value);
  }

  /** MD5 of `user:realm:password` in hex, instead of the SIP password. Write-only. */
  @property({ attribute: 'sip-ha1' })
  get sipHa1(): string | null {
    return null;
  }
  set sipHa1(value: string | null) {
    this.#keep('sip-ha1', value);
  }

  override attributeChangedCallback(name: string, before: string | null, value: string | null): void {
    if (!isSecretAttribute(name)) {
      super.attributeChangedCallback(name, before, value);
    } else if (value !== null) {
      super.attributeChangedCallback(name, before, value);
      this.removeAttribute(name);
    }
  }

  /** Where the phone is to come from, if that may have changed since the last time. */
  protected takeWish(changed: PropertyValues): Wish | null {
    const relevant = [...changed.keys()].some((key) => !unrelated.has(key));
    if (!this.#isConfigurationNew && !relevant) return null;
    this.#isConfigurationNew = false;
    if (this.phone) return { type: 'given', phone: this.phone };
    const attributes = { ...this.#attributes(), ...(this.takesForm ? this.#entered : null) };
    if (!namesAccount(attributes)) return { type: 'existing' };
    const { mode, register, lang, userAgent, ringtone, notifications, onPageLeave, ...account } = attributes;
    const key = JSON.stringify([account, this.#getterNumber()]);
    return {
      type: 'account',
      key,
      stamp: JSON.stringify([key, mode, register, lang, userAgent, ringtone, notifications, onPageLeave]),
      tabs: attributes.tabs,
      options: () => toOptions(attributes),
    };
  }

  /** Whether it is the agent who says whose phone this is. */
  protected get takesForm(): boolean {
    return this.signIn && !this.phone && !namesAccount(this.#attributes());
  }

  /** Who has signed in by the form. */
  protected get enteredAs(): string | null {
    return this.takesForm ? (this.#entered?.username ?? null) : null;
  }

  /** Another account from now on, or none. */
  protected enter(entered: Entered | null): void {
    this.#entered = entered;
    this.#isConfigurationNew = true;
    this.requestUpdate();
  }

  #keep(name: SecretAttribute, value: string | null): void {
    if ((value ?? null) === this.#secrets[name]) return;
    this.#secrets = { ...this.#secrets, [name]: value ?? null };
    this.#isConfigurationNew = true;
    this.requestUpdate();
  }

  #attributes(): Attributes {
    const secrets = completeSecrets(this.sipUri || this.username, this.#secrets);
    return {
      username: this.username,
      password: secrets.password,
      token: secrets.token,
      getToken: this.getToken,
      mode: this.mode,
      register: this.autoRegister,
      userAgent: this.userAgent,
      baseUrl: this.baseUrl,
      sipUri: this.sipUri,
      sipServers: this.sipServers,
      sipPassword: secrets['sip-password'],
      sipHa1: secrets['sip-ha1'],
      sipAuthorizationUsername: this.sipAuthorizationUsername,
      sipDisplayName: this.sipDisplayName,
      iceServers: this.iceServers,
      ringtone: this.ringtone,
      notifications: this.notifications,
      onPageLeave: this.onPageLeave,
      lang: this.lang,
      tabs: this.shareTabs,
    };
  }

  /** Functions have no text to compare: each gets a number of its own. */
  #getterNumber(): number | null {
    const { getToken } = this;
    if (!getToken) return null;
    const known = this.#tokenGetters.get(getToken);
    if (known !== undefined) return known;
    this.#tokenGetters.set(getToken, ++this.#tokenGetterCount);
    return this.#tokenGetterCount;
  }
}

/** What changes without another phone being meant. */
const unrelated: ReadonlySet<PropertyKey> = new Set([
  'theme',
  'layout',
  'open',
  'failure',
  'reportFailure',
  'page',
  'settings',
  'noted',
  'noWrapUp',
  'beforeCall',
  'resolveContact',
  'telLinks',
  'shortcuts',
  'shortcutScope',
]);
