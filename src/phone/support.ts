/** What a helper is given to find out what went wrong, and what of it is kept back. Pure. */
import { audioRoles, type AudioState } from './audio.js';
import type { Call } from './call.js';
import type { PhoneConfig } from './config.js';
import type { MediaSample, SipAccount } from './ports.js';
import { qualityOf } from './quality.js';
import type { PhoneState } from './state.js';
import type { QualitySummary, SupportReport } from './support-report.js';

/** A number as far as it may be seen; what a stranger puts in its place is kept to what can be dialled. */
export function shownNumber(number: string, numbers: SupportReport['numbers']): string {
  const dialled = number.replace(/[^\w+*#.-]/g, '').slice(0, 40);
  return numbers === 'plain' ? dialled : dialled.replace(/.(?=.{3})/g, '•');
}

/** What the configuration says, without what signs in. */
export function shownSettings(config: PhoneConfig, account: SipAccount | null): SupportReport['settings'] {
  const { mode, lang, register, tabs, onPageLeave, notifications, iceGatheringTimeout, logLevel } = config;
  const sip = account ?? config.sip;
  return {
    mode,
    lang,
    register,
    tabs,
    onPageLeave,
    notifications,
    iceGatheringTimeout,
    logLevel,
    account: config.account ? originOf(config.account.baseURL) : 'sip',
    servers: sip?.servers.map(originOf) ?? [],
    expires: sip?.expires ?? null,
    iceServers: sip?.iceServers.flatMap(({ urls }) => urls).map((url) => url.replace(/\?.*|(?<=^\w+:).*@/g, '')) ?? [],
  };
}

export function shownState(state: PhoneState, numbers: SupportReport['numbers']): SupportReport['state'] {
  const { status, mode, connection, registration, extension, tabs, ring, soundBlocked, recovering, pending } = state;
  return {
    status,
    mode,
    connection: [connection.status, connection.error?.code ?? null],
    registration: [registration.status, registration.wanted, registration.error?.code ?? null],
    extension: extension && shownNumber(extension.number, numbers),
    tabs,
    ring,
    soundBlocked,
    recovering: recovering.length,
    pending: pending.map(({ type }) => type),
    microphone: state.microphoneError?.code ?? null,
    warnings: state.warnings.map(({ code }) => code),
  };
}

export function shownDevices(audio: AudioState): SupportReport['devices'] {
  return audio.devices.map(({ id, kind, label }) => ({
    kind,
    label: label.replace(/\p{Cc}+/gu, ' ').slice(0, 100),
    chosen: audioRoles.filter((role) => audio[role] === id),
  }));
}

export function flagsOf(call: Call): readonly string[] {
  return (['muted', 'speakerMuted', 'onHold', 'heldByRemote'] as const).filter((flag) => call[flag]);
}

/** The summary with one more sample. */
export function summed(before: QualitySummary | undefined, sample: MediaSample): QualitySummary | undefined {
  const now = qualityOf([sample]);
  if (!now) return before;
  return {
    samples: (before?.samples ?? 0) + 1,
    mos: Math.min(before?.mos ?? 5, Math.round(now.mos * 10) / 10),
    rtt: Math.max(before?.rtt ?? 0, Math.round(now.rtt)),
    jitter: Math.max(before?.jitter ?? 0, Math.round(now.jitter)),
    loss: Math.max(before?.loss ?? 0, Math.round(now.loss * 1000) / 1000),
  };
}

/** Paths and queries may hold tokens. */
function originOf(url: string): string {
  if (!URL.canParse(url)) return '';
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}
