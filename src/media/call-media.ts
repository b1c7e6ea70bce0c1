import { PhoneError } from '../phone/errors.js';
import type { ClockPort, LogPort, MediaFact, MediaSession } from '../phone/ports.js';
import { CallSampler } from './call-sampler.js';
import { FlowWatch } from './flow-watch.js';
import { enoughCandidates } from './gathering.js';
import { RemoteAudio } from './remote-audio.js';
import type { SoundGate } from './sound-gate.js';

export interface CallMediaParts {
  readonly id: string;
  readonly iceServers: readonly RTCIceServer[];
  readonly gatheringTimeout: number;
  readonly outputDevice: string | undefined;
  readonly clock: ClockPort;
  readonly log: LogPort;
  readonly gate: SoundGate;
  /** A microphone track of this call's own, or `null` where none is open. */
  microphoneTrack(): MediaStreamTrack | null;
  tell(fact: MediaFact): void;
  closed(): void;
}

/** The peer connection and the sound of one call. SDP goes in and out; SIP never sees the connection. */
export class CallMedia implements MediaSession {
  readonly #pc: RTCPeerConnection;
  readonly #audio: RemoteAudio;
  readonly #flow: FlowWatch;
  readonly #sampler: CallSampler;
  #transceiver: RTCRtpTransceiver | null = null;
  #muted = false;
  #held = false;
  #speakerMuted = false;
  readonly #closing = new AbortController();
  /** Rejects when the call is closed: a closed connection never settles what it was asked before (WebRTC §4.4.1.6). */
  readonly #closed = new Promise<never>((_resolve, reject) => {
    this.#closing.signal.addEventListener('abort', () => reject(new PhoneError('CANCELLED')), { once: true });
  });

  constructor(private readonly parts: CallMediaParts) {
    this.#closed.catch(() => undefined);
    // Chromium may keep a connection that was closed between two states: it must keep nothing of the call.
    const { signal } = this.#closing;
    // No bundlePolicy: relays that know no BUNDLE (rtpengine) could not answer "max-bundle".
    this.#pc = new RTCPeerConnection({ iceServers: [...parts.iceServers] });
    this.#audio = new RemoteAudio(parts.gate, parts.outputDevice, parts.log);
    this.#flow = new FlowWatch(this.#pc, parts.clock, () => parts.tell({ type: 'flowStopped', id: parts.id }));
    this.#sampler = new CallSampler({
      clock: parts.clock,
      log: parts.log,
      getStats: () => this.#pc.getStats(),
      isMuted: () => this.#muted && !this.#held,
      microphoneTrack: () => parts.microphoneTrack(),
      tell: (sample) => parts.tell({ type: 'sampled', id: parts.id, sample }),
    });
    const onTrack = ({ track, streams }: RTCTrackEvent): void => {
      track.enabled = !this.#speakerMuted;
      this.#audio.play(streams[0] ?? new MediaStream([track]));
    };
    this.#pc.addEventListener('track', onTrack, { signal });
    const onState = (): void => {
      const { connectionState: status } = this.#pc;
      if (status === 'connected' || status === 'disconnected' || status === 'failed') {
        parts.tell({ type: 'connectionChanged', id: parts.id, status });
      }
    };
    this.#pc.addEventListener('connectionstatechange', onState, { signal });
  }

  async createOffer({ hold, iceRestart }: { hold: boolean; iceRestart: boolean }): Promise<string> {
    if (!this.#transceiver) {
      const track = this.parts.microphoneTrack();
      this.#transceiver = this.#pc.addTransceiver(track ?? 'audio', {
        streams: track ? [new MediaStream([track])] : [],
      });
      this.#applyMute();
    }
    this.#transceiver.direction = hold ? 'sendonly' : 'sendrecv';
    const offer = await this.#untilClosed(this.#pc.createOffer({ iceRestart }));
    return this.#send(offer);
  }

  async acceptOffer(sdp: string, { hold }: { hold: boolean }): Promise<string> {
    const before = ufragOf(this.#pc.remoteDescription?.sdp);
    await this.#receive({ type: 'offer', sdp });
    // New credentials are a restart (RFC 8839 §4.4.1.1.1).
    if (before !== null && before !== ufragOf(sdp)) this.parts.tell({ type: 'pathOffered', id: this.parts.id });
    await this.#adopt(hold);
    return this.#send(await this.#untilClosed(this.#pc.createAnswer()));
  }

  acceptAnswer(sdp: string, { provisional }: { provisional: boolean }): Promise<void> {
    return this.#receive({ type: provisional ? 'pranswer' : 'answer', sdp });
  }

  async rollback(): Promise<void> {
    if (this.#pc.signalingState === 'have-local-offer' || this.#pc.signalingState === 'have-remote-offer') {
      await this.#untilClosed(this.#pc.setLocalDescription({ type: 'rollback' }));
    }
  }

  setMuted(muted: boolean): void {
    this.#muted = muted;
    this.#applyMute();
  }

  setHeld(held: boolean): void {
    this.#held = held;
    this.#applyMute();
  }

  setSpeakerMuted(muted: boolean): void {
    this.#speakerMuted = muted;
    for (const { track } of this.#pc.getReceivers()) track.enabled = !muted;
  }

  setOutput(deviceId: string | undefined): void {
    this.#audio.setOutput(deviceId);
  }

  /** False where no telephone-event was agreed. */
  insertDtmf(tones: string): boolean {
    const dtmf = this.#transceiver?.sender.dtmf;
    if (!dtmf?.canInsertDTMF) return false;
    // insertDTMF replaces what is still waiting: put the new tones behind it. Durations in ms, as most PBXs like them.
    dtmf.insertDTMF(dtmf.toneBuffer + tones, 160, 70);
    return true;
  }

  /** Takes the microphone's present track: another device, or one plugged in again. */
  async replaceMicrophone(): Promise<void> {
    const sender = this.#transceiver?.sender;
    if (!sender) return;
    const old = sender.track;
    const track = this.parts.microphoneTrack();
    // Muted before it is heard: a new device must not give away what an agent on mute says.
    if (track) track.enabled = this.#mayBeHeard;
    await sender.replaceTrack(track);
    old?.stop();
    this.#sampler.microphoneReplaced();
    this.#applyMute();
  }

  close(): void {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    this.#sampler.stop();
    this.#transceiver?.sender.track?.stop();
    this.#audio.close();
    this.#flow.close();
    this.#pc.close();
    this.parts.tell({ type: 'connectionChanged', id: this.parts.id, status: 'closed' });
    this.parts.closed();
  }

  get isClosed(): boolean {
    return this.#closing.signal.aborted;
  }

  /** Answers on the audio line the far side offered; any other line (video) is declined. */
  async #adopt(hold: boolean): Promise<void> {
    const transceivers = this.#pc.getTransceivers();
    const audio = transceivers.find(({ receiver }) => receiver.track.kind === 'audio');
    if (!audio) throw new PhoneError('MEDIA_FAILED', { hint: 'the offer has no audio' });
    for (const other of transceivers) if (other !== audio) other.direction = 'inactive';
    if (this.#transceiver !== audio) {
      this.#transceiver = audio;
      await this.#untilClosed(audio.sender.replaceTrack(this.parts.microphoneTrack()));
      this.#applyMute();
    }
    audio.direction = hold ? 'sendonly' : 'sendrecv';
  }

  async #receive(description: RTCSessionDescriptionInit): Promise<void> {
    try {
      await this.#untilClosed(this.#pc.setRemoteDescription(description));
      this.#sampler.start();
    } catch (error) {
      if (error instanceof PhoneError) throw error;
      throw new PhoneError('MEDIA_FAILED', { hint: error instanceof Error ? error.message : String(error) });
    }
  }

  async #send(description: RTCSessionDescriptionInit): Promise<string> {
    const { iceServers, gatheringTimeout: timeout, clock } = this.parts;
    await this.#untilClosed(this.#pc.setLocalDescription(description));
    await this.#untilClosed(enoughCandidates(this.#pc, { hasIceServers: iceServers.length > 0, timeout, clock }));
    const sdp = this.#pc.localDescription?.sdp;
    if (this.#closing.signal.aborted || !sdp) throw new PhoneError('CANCELLED');
    return sdp;
  }

  #untilClosed<T>(step: Promise<T>): Promise<T> {
    return Promise.race([step, this.#closed]);
  }

  #applyMute(): void {
    const track = this.#transceiver?.sender.track;
    if (track) track.enabled = this.#mayBeHeard;
  }

  get #mayBeHeard(): boolean {
    return !this.#muted && !this.#held;
  }
}

function ufragOf(sdp: string | undefined): string | null {
  return /^a=ice-ufrag:(\S+)/m.exec(sdp ?? '')?.[1] ?? null;
}
