/**
 * What the phone asks of its suppliers. Everything that crosses is plain data and ids; every method is ONE
 * attempt (retry and policy belong to the phone) and rejects with a `PhoneError`.
 */
import type { PhoneError } from './errors.js';
import type { Contact, HistoryItem, NoteInput, SavedNote } from './account-data.js';
import type { AudioPort } from './audio.js';
import type { Call, HotlineInfo } from './call.js';
import type { HeadsetButtons, HeadsetLamps, HeadsetPress } from './headset.js';
import type { Handover, KeptPhone } from './kept.js';
import type { NoticePermission } from './notice-permission.js';
import type { Extension } from './state.js';

/** Time. The phone uses no other clock, so a test can own it. */
export interface ClockPort {
  /** Ms since the epoch. */
  now(): number;
  /** Returns the cancel. */
  after(ms: number, run: () => void): () => void;
}

/** Where the phone writes what developers should know. Takes no secrets. */
export interface LogPort {
  error(message: string, details?: unknown): void;
  warn(message: string, details?: unknown): void;
  info(message: string, details?: unknown): void;
  debug(message: string, details?: unknown): void;
}

/** How to register: from the account API's `/me`, or from the configuration's `sip` block. */
export interface SipAccount {
  /** `sip:1001@pbx.example` */
  readonly uri: string;
  readonly authorizationUsername: string;
  /** Either this or `ha1` is set. */
  readonly password: string | null;
  readonly ha1: string | null;
  readonly displayName: string | null;
  /** `wss://…`, in order of preference. */
  readonly servers: readonly string[];
  /** Seconds. */
  readonly expires: number;
  readonly iceServers: readonly RTCIceServer[];
}

export interface AccountProfile {
  readonly extension: Extension;
  readonly hotlines: readonly HotlineInfo[];
  readonly sip: SipAccount;
}

/**
 * What the back end knows of the agent. Unlike SIP, an account retries by itself what may be retried
 * (`account-api`: at most 3 times, within 10 s), because only it sees the HTTP status.
 */
export interface AccountPort {
  /** Rejects AUTH_FAILED, NO_EXTENSION, SERVER, NETWORK, TIMEOUT. */
  load(): Promise<AccountProfile>;
  /** Newest first, at most `limit`. */
  histories(limit: number): Promise<readonly HistoryItem[]>;
  /** All of them, in the account's order. */
  contacts(): Promise<readonly Contact[]>;
  /** The hotline that the next outgoing call shows. Rejects INVALID_ARGUMENT for one that is not the extension's. */
  chooseHotline(id: string): Promise<HotlineInfo>;
  /** Rejects NOT_FOUND for a call the account does not know. Sent once: an error does not say that nothing arrived. */
  saveNote(callId: string, note: NoteInput): Promise<SavedNote>;
  /** Told of each call that ended: an account without a back end keeps the history itself. */
  recordCall(call: Call): Promise<void>;
  /** Stops timers and requests; what is kept stays kept. */
  close(): void;
}

/**
 * Keeps what outlives this page. By account (its SIP URI): two accounts in one browser stay apart. What it keeps of
 * calls is secret: this tab only (or the tabs of this agent), minutes, gone with the calls.
 */
export interface KeeperPort {
  /** `null`: no call is live. */
  keepCalls(account: string, kept: KeptPhone | null): void;
  /** What another page kept, or `null`. */
  recallCalls(account: string): KeptPhone | null;
  /** The user part of our SIP Contact, the same in every page of this tab: one binding at the registrar. */
  contactName(account: string): string;
  /** The PBX would not give a call back to a new page: from then on leaving a page ends its calls. */
  rememberRefusal(account: string): void;
  isRefused(account: string): boolean;
  /** Whether another tab of the agent goes on with the calls when this page goes. */
  hasHeirs(): boolean;
}

export type SipFact =
  /** The socket is gone without being asked to. */
  | { readonly type: 'disconnected'; readonly hint: string }
  | {
      readonly type: 'incoming';
      readonly id: string;
      readonly sipCallId: string;
      readonly number: string;
      readonly name: string | null;
      readonly callId: string | null;
      readonly headers: Readonly<Record<string, string>>;
      /** What the caller may have dialled, as the INVITE tells it, the surest first. */
      readonly dialled: readonly string[];
      /** The call it takes the place of (RFC 3891), when it named one of ours in full. */
      readonly replaces: string | null;
    }
  /** A message went over the socket: its kind (`INVITE`, `200 INVITE`) and, shortened, its Call-ID. No more of it may leave the SIP room. */
  | { readonly type: 'message'; readonly direction: 'in' | 'out'; readonly what: string; readonly sip: string | null }
  /** The INVITE has left, with these `X-…` headers; without them it is the dialog alone that is another one. */
  | {
      readonly type: 'identified';
      readonly id: string;
      readonly sipCallId: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The call centre's id was in a response, or in an INVITE of the far side inside the call. */
  | { readonly type: 'callIdKnown'; readonly id: string; readonly callId: string }
  /** 18x without SDP. */
  | { readonly type: 'ringing'; readonly id: string }
  /** 18x with SDP: the far side's own sound. */
  | { readonly type: 'earlyMedia'; readonly id: string }
  /** 2xx and ACK. */
  | { readonly type: 'accepted'; readonly id: string }
  | { readonly type: 'remoteHoldChanged'; readonly id: string; readonly held: boolean }
  /** What a NOTIFY after our REFER says of the target (RFC 3515 §2.4.5). */
  | {
      readonly type: 'transferProgress';
      readonly id: string;
      readonly statusCode: number;
      readonly reason: string | null;
    }
  /** The far side of call `id` asks us to call `number` instead; `newId` is the call that would be. */
  | { readonly type: 'referred'; readonly id: string; readonly newId: string; readonly number: string }
  | SipEnd;

export interface SipEnd {
  readonly type: 'ended';
  readonly id: string;
  readonly by: 'local' | 'remote' | 'network';
  /**
   * How: a BYE, a CANCEL (theirs on an incoming call), a final response to our INVITE, media that could not be set up
   * from what they sent, or nothing more came.
   */
  readonly how: 'bye' | 'cancel' | 'response' | 'media' | 'lost';
  readonly statusCode: number | null;
  readonly reason: string | null;
  /** The parsed `Reason` header (RFC 3326), if the request had one. */
  readonly reasonHeader: { readonly cause: number | null; readonly text: string | null } | null;
  /** Whom a 3xx asks us to call instead, best first, on our own domain: whatever a stranger wrote there. */
  readonly redirects?: readonly string[];
}

export interface OutgoingInvite {
  readonly id: string;
  /** Already normalised. */
  readonly number: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Whom a REFER sends the far side to: a number, or the far side of the call `replacing`, whose place it takes: found by
 * its Contact, or at its address of record (RFC 5589 §7.3).
 */
export type ReferTarget =
  { readonly number: string } | { readonly replacing: string; readonly by: 'contact' | 'address' };

/** SIP over one WebSocket. */
export interface SipPort {
  onFact(listener: (fact: SipFact) => void): void;
  /** What is sent from now on. */
  configure(config: { readonly userAgent: string }): void;
  /** Opens the socket to one server. */
  connect(account: SipAccount, server: string): Promise<void>;
  /** Closes it. Calls stay: their audio does not pass through it, and a new socket takes them up again. */
  disconnect(): Promise<void>;
  /**
   * Asks the server for a sign of life (OPTIONS, RFC 3261 §11, or a REGISTER that only asks, §10.2.3); resolves when
   * anything came over the socket. Waits as long as it takes.
   */
  probe(by: 'OPTIONS' | 'REGISTER'): Promise<void>;
  /** One REGISTER. Resolves with the granted expiry in seconds. Rejects AUTH_FAILED, SIP_REJECTED, TIMEOUT, NETWORK. */
  register(): Promise<number>;
  unregister(): Promise<void>;
  /** Resolves when the INVITE has left. */
  invite(invite: OutgoingInvite): Promise<void>;
  /** Sends 200 and resolves when the ACK is in. */
  answer(id: string): Promise<void>;
  /** Declines a ringing call. */
  reject(id: string, statusCode: number): Promise<void>;
  /** BYE, or CANCEL where it is not answered yet. Resolves when it has left, or waits for the next socket to leave by. */
  hangUp(id: string): Promise<void>;
  /** Re-INVITE. One at a time per call; a 491 rejects SIP_REJECTED with statusCode 491. */
  setHold(id: string, hold: boolean): Promise<void>;
  /**
   * Tells the far side where we are now, over a new socket or from new addresses (`iceRestart`): a re-INVITE that
   * changes nothing else, as `setHold`. A call not answered yet is only asked for (UPDATE in its early dialog, RFC 3311). A
   * call that the far side does not know any more ends.
   */
  refresh(id: string, options: { readonly iceRestart: boolean }): Promise<void>;
  /** What another page needs to take the call over; `null` before its INVITE has left. */
  handover(id: string): Handover | null;
  /** Calls of another page that will be taken back: the far side that asks inside one of them meanwhile is told to wait. */
  expect(handovers: Iterable<Handover>): void;
  /**
   * Takes a call of another page over, as call `id`: resolves when it is answered again, rings again, or is placed
   * again. Rejects SIP_REJECTED with statusCode 481 where there is no such call any more, and with another one
   * where nobody would give it back.
   */
  takeBack(id: string, handover: Handover, options: { readonly hold: boolean }): Promise<void>;
  /** Ends a call of another page that is not taken back. Resolves when the far side has been told. */
  letGo(id: string, handover: Handover): Promise<void>;
  /** REFER to a number, or to the far side of another call, which it replaces. Resolves when it was accepted (202). */
  refer(id: string, target: ReferTarget): Promise<void>;
  /** Accepts a referral and sends the INVITE it asks for. Resolves when that has left. */
  followReferral(newId: string): Promise<void>;
  /** Refuses a referral: nothing changes. */
  refuseReferral(newId: string, statusCode: number): Promise<void>;
  /**
   * Call `newId` has come to nothing, for good: whoever asked for it is told (RFC 3515 §2.4.4). Nothing happens where
   * nobody has. An INVITE that fails does not say so by itself: the phone may send the call on, or place it again.
   */
  referralFailed(newId: string, statusCode: number, reason: string): void;
  /** SIP INFO with `application/dtmf-relay`, one tone. */
  sendInfoDtmf(id: string, tone: string): Promise<void>;
}

/** How a call's sound went since the sample before, about a second ago. Counts are of packets, levels RMS (1 = full scale). */
export interface MediaSample {
  readonly received: number;
  /** Never came, or too late to be played. */
  readonly lost: number;
  /** Of what arrives, ms. */
  readonly jitter: number;
  readonly sent: number;
  /** Round trip, ms; `null` until known. */
  readonly rtt: number | null;
  /** Share of our packets that the far side has lost, 0–1, by its own reports (RFC 3550 §6.4.1), which come every few seconds. */
  readonly remoteLoss: number | null;
  /** What is heard of the far side. Levels are `null` where the browser does not tell. */
  readonly inLevel: number | null;
  /** What is sent. */
  readonly outLevel: number | null;
  /** What the microphone hears while nothing of it is sent; `null` while it is. */
  readonly micLevel: number | null;
}

export type MediaFact =
  /** While the call has a connection, about every second. */
  | { readonly type: 'sampled'; readonly id: string; readonly sample: MediaSample }
  | {
      readonly type: 'connectionChanged';
      readonly id: string;
      readonly status: 'connected' | 'disconnected' | 'failed' | 'closed';
    }
  /** Audio that arrived has not arrived for 2 s, 4 s, 6 s. */
  | { readonly type: 'flowStopped'; readonly id: string }
  /** The far side looks for a new path (ICE restart). */
  | { readonly type: 'pathOffered'; readonly id: string }
  | { readonly type: 'soundBlocked'; readonly blocked: boolean }
  /** The microphone went away during a call (unplugged, permission revoked). `reason`: and there is no other one. */
  | { readonly type: 'microphoneLost'; readonly reason: PhoneError | null }
  | { readonly type: 'microphoneBack' };

/** What is said of the calls outside the phone's own elements. Texts are for the agent; names in them are a stranger's. */
export interface Announcement {
  /** The call that waits for an answer. */
  readonly ringing: {
    readonly call: string;
    readonly title: string;
    readonly text: string;
    /** The words on the buttons. */
    readonly answer: string;
    readonly reject: string;
  } | null;
  /** The call that the keys of a headset act on. */
  readonly current: {
    readonly call: string;
    readonly title: string;
    readonly text: string;
    readonly muted: boolean;
  } | null;
}

/** Where that is said. */
export type Announcing = Readonly<Record<'title' | 'desktop' | 'mediaSession' | 'headset', boolean>>;

/** What the agent did there, with the call it was shown for. */
export interface PageAct {
  readonly type: 'hangUp' | 'toggleMute' | 'answer' | 'reject';
  readonly call: string;
}

/** The buttons and lamps of a headset, as far as the browser lets the page have them. Used from `open` to `close`. */
export interface HeadsetPort {
  open(): void;
  /** Told when it is known whether there can be one, and at each change. */
  onChange(listener: (headset: HeadsetButtons) => void): void;
  onPress(listener: (press: HeadsetPress) => void): void;
  show(lamps: HeadsetLamps): void;
  /** Asks the agent for one, in the browser's own words; call it from a click. Resolves with the name of the one used. */
  ask(): Promise<string | null>;
  /** Uses one that the agent has allowed, in whatever tab: that of this name, where there is one. */
  use(name: string | null): Promise<string | null>;
  /** Takes back what the agent has allowed. */
  forget(): Promise<void>;
  close(): void;
}

/**
 * The page around the phone: when it wakes, when it goes, and where it says that somebody calls. Watched from `open` to
 * `close`.
 */
export interface PagePort {
  /** Opened and closed with the page. */
  readonly headset: HeadsetPort;
  open(): void;
  /** The page, the machine or the network is back or another one: what is open may be dead. */
  onWake(listener: (wake: { readonly networkChanged: boolean }) => void): void;
  /** The page goes: the last moment to send or keep something. */
  onLeave(listener: () => void): void;
  /** In the page's title, as a notification of the system, at the browser's media controls: as far as they are there. */
  announce(announcement: Announcement): void;
  onAct(listener: (act: PageAct) => void): void;
  /** Where, from now on. */
  configure(wanted: Announcing): void;
  /** Whether it may show notifications: told at `open`, and when it changes. */
  onPermission(listener: (permission: NoticePermission) => void): void;
  /** Asks the agent, in the browser's own words; call it from a click. */
  askPermission(): Promise<NoticePermission>;
  /** The browser as it names itself, and the page's origin. */
  about(): { readonly browser: string; readonly page: string };
  close(): void;
}

export type Tone = 'ringtone' | 'waiting' | 'ringback' | 'busy';

/** The browser's audio. */
export interface MediaPort {
  readonly audio: AudioPort;
  onFact(listener: (fact: MediaFact) => void): void;
  /** Opens the microphone if it is not open. Rejects MIC_DENIED, MIC_MISSING, MIC_INSECURE, MIC_POLICY. */
  openMicrophone(): Promise<void>;
  /** Stops the microphone: the browser's recording light goes out. */
  closeMicrophone(): void;
  /** Stops what the call sends; the microphone stays open. */
  setMuted(id: string, muted: boolean): void;
  /** While held nothing of the microphone may leave, whatever the mute. */
  setHeld(id: string, held: boolean): void;
  setSpeakerMuted(id: string, muted: boolean): void;
  /** RFC 4733. False where no telephone-event was agreed: then nothing was sent. */
  insertDtmf(id: string, tones: string): boolean;
  /** Plays a tone until another one or `null`. */
  play(tone: Tone | null): void;
  /** Tries again what the browser blocked. */
  unblockSound(): Promise<void>;
  /** Closes everything of a call. Harmless when there is nothing. */
  closeCall(id: string): void;
  /** Closes everything. */
  close(): void;
}

/**
 * One call's media as SIP sees it: SDP in, SDP out. Made by the media room, used by the SIP room
 * (which knows nothing of RTCPeerConnection); the composition hands the one to the other.
 */
export interface MediaSession {
  /** An offer with what this side now wants to send. */
  createOffer(options: { readonly hold: boolean; readonly iceRestart: boolean }): Promise<string>;
  /** Takes an offer and answers it. */
  acceptOffer(sdp: string, options: { readonly hold: boolean }): Promise<string>;
  /** `provisional`: from an 18x; the answer of the 2xx still follows, maybe from another branch. */
  acceptAnswer(sdp: string, options: { readonly provisional: boolean }): Promise<void>;
  /** Takes back an offer that was refused. */
  rollback(): Promise<void>;
  close(): void;
}

export interface MediaSessions {
  open(id: string, options: { readonly iceServers: readonly RTCIceServer[] }): MediaSession;
}
