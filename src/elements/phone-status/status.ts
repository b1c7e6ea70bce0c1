import { html, type TemplateResult } from 'lit';
import type { PhoneErrorData } from '../../phone/errors.js';
import { incomingCall, type PhoneState } from '../../phone/state.js';
import { glyph, type GlyphName } from '../icons.js';
import type { Messages } from '../messages/index.js';
import { engagedCall } from '../parts/calls.js';

export interface Status {
  readonly glyph: GlyphName;
  readonly spinning: boolean;
  readonly word: string;
}

/** The phone in one glyph and one word. */
export function statusOf(state: PhoneState, messages: Messages): Status {
  return callStatus(state, messages) ?? lineStatus(state, messages) ?? readyStatus(state, messages);
}

/** Turns while the phone is working on it. */
export function statusGlyph({ glyph: name, spinning }: Pick<Status, 'glyph' | 'spinning'>): TemplateResult {
  return html`<span class=${spinning ? 'spinning' : 'still'}>${glyph(name)}</span>`;
}

function callStatus(state: PhoneState, messages: Messages): Status | null {
  if (incomingCall(state)) return still('call', messages.statusRinging);
  const call = engagedCall(state);
  if (!call) return null;
  if (state.connection.status !== 'connected') return working(messages.statusReconnecting);
  const placing = call.state === 'dialing' || call.state === 'ringing' || call.state === 'early';
  if (placing) return still('call', messages.statusCalling);
  return still('call', state.tabs.leads ? messages.statusOnCall : messages.statusElsewhere);
}

function lineStatus(state: PhoneState, messages: Messages): Status | null {
  const { connection, registration, status } = state;
  if (status === 'stopped') {
    return registration.error ? failed(registration.error, messages) : still('none', messages.statusSignedOut);
  }
  if (status === 'stopping') return working(messages.statusStopping);
  if (connection.status !== 'connected') {
    return connection.error || connection.status === 'waiting'
      ? still('off', messages.statusOffline)
      : working(messages.statusConnecting);
  }
  if (registration.status === 'failed') return failed(registration.error, messages);
  if (registration.status === 'unregistered' && !registration.wanted) return still('none', messages.statusUnregistered);
  return registration.status === 'registered' ? null : working(messages.statusConnecting);
}

function readyStatus({ microphoneError, mode }: PhoneState, messages: Messages): Status {
  if (microphoneError) return still('off', messages.statusNoMicrophone);
  if (mode === 'inactive') return still('rest', messages.statusAway);
  return still('ready', mode === 'outgoing' ? messages.statusOutgoingOnly : messages.statusReady);
}

/** Refused by somebody, or nobody was there to ask. */
function failed(error: PhoneErrorData | null, messages: Messages): Status {
  const isUnreachable = ['NETWORK', 'SERVER', 'TIMEOUT', 'NOT_CONNECTED'].includes(error?.code ?? '');
  return still('off', isUnreachable ? messages.statusOffline : messages.statusRefused);
}

function still(glyph: GlyphName, word: string): Status {
  return { glyph, word, spinning: false };
}

function working(word: string): Status {
  return { glyph: 'wait', word, spinning: true };
}
