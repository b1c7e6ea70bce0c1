import type { RunningCheck } from '../phone/audio.js';
import { isClear, type MediaFindings } from '../phone/check.js';
import { toPhoneError } from '../phone/errors.js';
import type { ClockPort } from '../phone/ports.js';
import { LevelMeter } from './level-meter.js';
import { readStats } from './stats.js';

interface MediaCheckParts {
  readonly iceServers: readonly RTCIceServer[];
  readonly clock: ClockPort;
  /** How loud the microphone hears; opens it for as long as it is asked. */
  readonly level: () => Promise<number>;
  /** A track of the check's own. */
  readonly microphoneTrack: () => MediaStreamTrack | null;
}

/** The agent may not see the browser's question, ms. */
const openTimeout = 20_000;
/** How long the agent has to say something, ms. */
const listenFor = 6_000;
/** A STUN or TURN server that has not answered by then does not answer, ms. */
const gatherTimeout = 5_000;
/** Between two looks, ms. */
const period = 100;

/** Sends the microphone's sound from one connection of this page to another, and listens. Frees everything at its end. */
export class MediaCheck implements RunningCheck {
  readonly found: Promise<MediaFindings>;
  #free: (() => void)[] = [];
  #isOver = false;
  #ear: LevelMeter | null = null;
  #findings: MediaFindings = {
    microphone: null,
    level: 0,
    looped: false,
    returned: 0,
    candidates: [],
    unanswered: false,
  };

  constructor(private readonly parts: MediaCheckParts) {
    this.found = this.#run().finally(() => this.cancel());
  }

  cancel(): void {
    this.#isOver = true;
    for (const free of this.#free.splice(0)) free();
  }

  async #run(): Promise<MediaFindings> {
    const { clock, level } = this.parts;
    // Who is asked and does not answer has not refused: but neither is there a microphone.
    const opened = await Promise.race([
      level().catch((error: unknown) => toPhoneError(error, 'MIC_MISSING').code),
      this.#pause(openTimeout).then(() => 'MIC_DENIED' as const),
    ]);
    if (this.#isOver) return this.#findings;
    if (typeof opened === 'string') this.#learn({ microphone: opened });
    let far: RTCPeerConnection;
    let isGathered: () => boolean;
    try {
      far = this.#loop();
      isGathered = this.#gather();
    } catch {
      // No WebRTC here, or servers that it does not take: no call would come about either.
      return this.#findings;
    }
    const start = clock.now();
    while (!this.#isOver) {
      const [loudness, received] = await Promise.all([
        this.#findings.microphone ? 0 : level().catch(() => 0),
        receivedBy(far).catch(() => 0),
      ]);
      this.#learn({
        level: Math.max(this.#findings.level, loudness),
        looped: this.#findings.looped || received > 0,
        returned: Math.max(this.#findings.returned, this.#ear?.read() ?? 0),
      });
      const isHeard = this.#findings.microphone !== null || isClear(this.#findings);
      const passed = clock.now() - start;
      if ((isHeard && isGathered()) || passed >= listenFor) break;
      await this.#pause(period);
    }
    return this.#findings;
  }

  /** Sends to itself; gives back the receiving end. */
  #loop(): RTCPeerConnection {
    const near = new RTCPeerConnection();
    const far = new RTCPeerConnection();
    // What nobody plays is not decoded. The meter hears it before the mute.
    const player = new Audio();
    player.muted = true;
    const track = this.parts.microphoneTrack();
    near.addTransceiver(track ?? 'audio', { direction: 'sendonly' });
    this.#free.push(() => {
      near.close();
      far.close();
      track?.stop();
      player.srcObject = null;
      this.#ear?.close();
    });
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.addEventListener('icecandidate', ({ candidate }) => {
        if (!this.#isOver) other.addIceCandidate(candidate ?? undefined).catch(() => undefined);
      });
    }
    far.addEventListener('track', ({ track: sound }) => {
      player.srcObject = new MediaStream([sound]);
      player.play().catch(() => undefined);
      this.#ear = new LevelMeter(sound);
    });
    // What fails here shows in what is found.
    shakeHands(near, far).catch(() => undefined);
    return far;
  }

  /**
   * Notes the ways out; tells whether there are no more to come. On a connection that leads nowhere: one that has found
   * its way looks for no other.
   */
  #gather(): () => boolean {
    let isDone = false;
    const { iceServers, clock } = this.parts;
    const connection = new RTCPeerConnection({ iceServers: [...iceServers] });
    this.#free.push(() => connection.close());
    // Firefox raises no icecandidateerror; but a TURN server that answers always gives a relay.
    const wantsRelay = iceServers.some(({ urls }) => [urls].flat().some((url) => /^turns?:/i.test(url)));
    const finish = (isUnanswered: boolean): void => {
      if (isDone || this.#isOver) return;
      isDone = true;
      const lacksRelay = wantsRelay && !this.#findings.candidates.includes('relay');
      if (isUnanswered || lacksRelay) this.#learn({ unanswered: true });
    };
    this.#free.push(clock.after(gatherTimeout, () => finish(true)));
    connection.addEventListener('icecandidate', ({ candidate }) => {
      const { candidates } = this.#findings;
      const kind = candidate?.candidate ? candidate.type : null;
      if (kind && !candidates.includes(kind)) this.#learn({ candidates: [...candidates, kind] });
    });
    connection.addEventListener('icecandidateerror', () => this.#learn({ unanswered: true }));
    connection.addEventListener('icegatheringstatechange', () => {
      if (connection.iceGatheringState === 'complete') finish(false);
    });
    connection.addTransceiver('audio');
    connection.setLocalDescription().catch(() => undefined);
    return () => isDone;
  }

  #learn(change: Partial<MediaFindings>): void {
    this.#findings = { ...this.#findings, ...change };
  }

  /** Ends early where the check does. */
  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.parts.clock.after(ms, resolve);
      this.#free.push(() => {
        cancel();
        resolve();
      });
    });
  }
}

async function shakeHands(near: RTCPeerConnection, far: RTCPeerConnection): Promise<void> {
  await near.setLocalDescription();
  await far.setRemoteDescription(near.localDescription ?? { type: 'offer' });
  await far.setLocalDescription();
  await near.setRemoteDescription(far.localDescription ?? { type: 'answer' });
}

async function receivedBy(connection: RTCPeerConnection): Promise<number> {
  return readStats((await connection.getStats()).values() as Iterable<Record<string, unknown>>).received;
}
