/**
 * `bfc-webphone/testing`: a phone on a PBX in memory, for an integrator's own tests and demos. No network, no
 * microphone, no timers but the test's own. Importing it does nothing by itself.
 */
import { parseConfig, type PhoneConfig, type PhoneOptions } from './phone/config.js';
import { LocalPhone } from './phone/local-phone.js';
import type { Phone } from './phone/phone.js';
import { PhoneLeases } from './phone/phone-leases.js';
import type { LogPort, SipAccount } from './phone/ports.js';
import type { PhoneLease, PhoneProvider } from './phone/provider.js';
import { SimulatedPbx, type SimulatedPbxOptions } from './simulator/pbx.js';

/** The phone's options, of which none is needed, and those of the simulated world. */
export interface SimulatorOptions extends Omit<PhoneOptions, 'username' | 'password' | 'token' | 'getToken'> {
  readonly simulate?: SimulatedPbxOptions;
  /** Where the phone writes what developers should know. Default: nowhere. */
  readonly log?: LogPort;
  /** 0–1, for waits with jitter. Default: always 0.5. */
  readonly random?: () => number;
}

/** A phone and the world around it. */
export class Simulator extends SimulatedPbx {
  /** The phone: the very code that runs in production, on simulated suppliers. For `<bfc-webphone>`: `element.phone = simulator.phone`. */
  readonly phone: Phone;
  /**
   * For the SDK: `BfcWebphoneSDK.provider = simulator.provider`. Whatever `init` is given, its phone is `phone`, with
   * the options that the simulator was made with.
   */
  readonly provider: PhoneProvider;

  /** @throws PhoneError INVALID_ARGUMENT naming the option */
  constructor({ simulate = {}, log = silent, random = () => 0.5, ...options }: SimulatorOptions = {}) {
    const config = parseConfig({ ...options, sip: options.sip ?? defaultSip });
    super(config.sip ?? noSip(), simulate);
    const { sip, media, account, clock, page, keeper } = this.suppliers;
    let calls = 0;
    const newId = (): string => `call-${++calls}`;
    const phone = new LocalPhone({ config, sip, media, account, page, keeper, clock, log, random, newId });
    this.phone = phone;
    this.provider = providerOf(phone, config);
  }
}

/** Makes a phone and the world around it. Nothing starts before the phone is told to. */
export function createSimulator(options?: SimulatorOptions): Simulator {
  return new Simulator(options);
}

const silent: LogPort = { error() {}, warn() {}, info() {}, debug() {} };

const defaultSip = {
  uri: 'sip:1001@simulator.invalid',
  password: 'simulated',
  servers: ['wss://simulator.invalid/ws'],
} as const;

function noSip(): SipAccount {
  throw new Error('a simulator always has a sip block');
}

/** The usual counting of leases, on the one phone there is. */
function providerOf(phone: Phone, config: PhoneConfig): PhoneProvider {
  const leases = new PhoneLeases(() => phone);
  return {
    acquire: (): PhoneLease => leases.acquire(config),
    acquireExisting: () => leases.acquireExisting(),
    onCreated: (listener) => leases.onCreated(listener),
  };
}

export type { SimulatedPbxOptions } from './simulator/pbx.js';
export type { Audible } from './simulator/audible.js';
export type { FarCall } from './simulator/far-call.js';
export type { FarSide, Ringing } from './simulator/far-side.js';
export type { MicrophoneMood } from './simulator/media.js';
export type { Sent } from './simulator/sent.js';
export type { SimulatedAccountOptions } from './simulator/account.js';
export type { MediaFindings } from './phone/check.js';
export type { HeadsetLamps, HeadsetPress } from './phone/headset.js';
export type { Phone } from './phone/phone.js';
