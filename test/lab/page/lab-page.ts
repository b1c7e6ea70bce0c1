/**
 * Runs in the page before anything of ours: gives the page its microphone, keeps hold of its peer connections and
 * of what plays, so that a test can ask who hears whom. One file without imports: it is handed over as text.
 */

/** `tone`: an oscillator in place of the microphone. `device`: whatever the browser has. */
export type Microphone = { readonly kind: 'tone'; readonly hz: number } | { readonly kind: 'device' };

/** What was measured of a frequency in the sound that comes in. */
export interface Level {
  /** dB in the frequency's bin, -200 where there is no sound at all. */
  readonly db: number;
  /** dB in the median bin: how loud everything else is. */
  readonly floor: number;
}

export interface Traffic {
  /** RTP packets received by all live peer connections. */
  readonly packets: number;
  /** RTP packets sent. */
  readonly sent: number;
  /** Of what came in: grows with what is heard, and stands still in silence (`totalAudioEnergy`). */
  readonly energy: number;
}

export interface LabPage {
  /** Every event that the phone told, in order. */
  readonly events: { readonly name: string; readonly data: unknown }[];
  readonly peerConnections: RTCPeerConnection[];
  /** From now on there is a microphone, and it sends this tone; what was unplugged is back. */
  plugIn(hz: number): void;
  /** Takes a device away: its tracks end, and nobody finds it any more. `null`: every microphone. */
  unplug(deviceId: string | null): void;
  /** Where what is played comes out: `sinkId` of each player that has something to play. */
  sinks(): readonly string[];
  /** From now on the microphone gives digital silence, as one with its switch off does. */
  silence(): void;
  /** Microphone tracks that are open now: what the browser's recording light shows. */
  openMicrophones(): number;
  /** How often a microphone was asked for. */
  readonly microphoneRequests: number;
  /** What arrives, as it comes out of the peer connection. */
  arriving(hz: number): Level;
  /** What arrives and is really played: by an element that plays, is not muted and not turned down. */
  playing(hz: number): Level;
  /** From now on looks for these frequencies sounding at once, however short (two of them are a DTMF digit). */
  watchFor(frequencies: readonly number[]): void;
  /** The loudest that the weakest of the watched frequencies was, dB. */
  readonly watched: number;
  traffic(): Promise<Traffic>;
  /** From now on measures the longest time without a packet from anybody. */
  watchPackets(): void;
  /** Ms; looked at every 20 ms. What is under way now counts. */
  readonly longestSilence: number;
}

type Sinking = HTMLMediaElement & { readonly sinkId?: string };

declare global {
  interface Window {
    lab: LabPage;
  }
}

export function installLab(given: Microphone): void {
  let microphone = given;
  // tsx wraps named functions that are sent to a page into this helper of esbuild's
  Object.assign(globalThis, { __name: (value: unknown) => value });

  const peerConnections: RTCPeerConnection[] = [];
  const players = new Set<HTMLMediaElement>();
  const microphones: MediaStreamTrack[] = [];
  const volumes: GainNode[] = [];
  const ears = new Map<MediaStreamTrack, { readonly long: AnalyserNode; readonly short: AnalyserNode }>();
  let watched = -200;
  let watching: ReturnType<typeof setInterval> | undefined;
  let microphoneRequests = 0;
  let isUnplugged = false;
  const unplugged = new Set<string>();
  let context: AudioContext | null = null;
  const audio = () => (context ??= new AudioContext());

  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      peerConnections.push(this);
      this.addEventListener('track', ({ track }) => listenTo(track));
    }
  };

  // Whoever is given a stream may play it.
  const srcObject = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'srcObject');
  if (!srcObject?.get || !srcObject.set) throw new Error('no srcObject');
  const { get, set } = srcObject;
  Object.defineProperty(HTMLMediaElement.prototype, 'srcObject', {
    ...srcObject,
    get(this: HTMLMediaElement): unknown {
      return get.call(this);
    },
    set(this: HTMLMediaElement, value: unknown) {
      players.add(this);
      set.call(this, value);
    },
  });

  const { mediaDevices } = navigator;
  const realMicrophone = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (constraints) => {
    microphoneRequests++;
    if (isUnplugged) throw new DOMException('Requested device not found', 'NotFoundError');
    const stream = microphone.kind === 'tone' ? toneStream(microphone.hz) : await realMicrophone(constraints);
    microphones.push(...stream.getAudioTracks());
    return stream;
  };
  const realList = mediaDevices.enumerateDevices.bind(mediaDevices);
  mediaDevices.enumerateDevices = async () =>
    (await realList()).filter(
      ({ deviceId, kind }) => !(isUnplugged && kind === 'audioinput') && !unplugged.has(deviceId),
    );

  // A copy keeps the device open like its original.
  const { clone } = MediaStreamTrack.prototype;
  MediaStreamTrack.prototype.clone = function (this: MediaStreamTrack): MediaStreamTrack {
    const copy = clone.call(this);
    if (microphones.includes(this)) microphones.push(copy);
    return copy;
  };

  function toneStream(hz: number): MediaStream {
    const oscillator = audio().createOscillator();
    const volume = audio().createGain();
    const destination = audio().createMediaStreamDestination();
    oscillator.frequency.value = hz;
    volume.gain.value = 0.5;
    volumes.push(volume);
    oscillator.connect(volume).connect(destination);
    oscillator.start();
    return destination.stream;
  }

  function listenTo(track: MediaStreamTrack): void {
    if (track.kind !== 'audio' || ears.has(track)) return;
    const source = audio().createMediaStreamSource(new MediaStream([track]));
    // 170 ms, to tell frequencies well apart, and 43 ms, to catch what is short
    const [long, short] = [8192, 2048].map((size) => {
      const analyser = audio().createAnalyser();
      analyser.fftSize = size;
      analyser.smoothingTimeConstant = 0;
      source.connect(analyser);
      return analyser;
    }) as [AnalyserNode, AnalyserNode];
    ears.set(track, { long, short });
  }

  function watchFor(frequencies: readonly number[]): void {
    clearInterval(watching);
    watched = -200;
    watching = setInterval(() => {
      for (const [track, { short }] of ears) {
        if (!isPlayed(track)) continue;
        watched = Math.max(watched, Math.min(...frequencies.map((hz) => measure(short, hz).db)));
      }
    }, 10);
  }

  function loudest(hz: number, of: (track: MediaStreamTrack) => boolean): Level {
    let best: Level = { db: -200, floor: -200 };
    for (const [track, { long }] of ears) {
      if (track.readyState !== 'live' || !of(track)) continue;
      const level = measure(long, hz);
      if (level.db > best.db) best = level;
    }
    return best;
  }

  function measure(analyser: AnalyserNode, hz: number): Level {
    const bins = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(bins);
    const hertz = audio().sampleRate / analyser.fftSize;
    const middle = Math.round(hz / hertz);
    const db = Math.max(...bins.subarray(middle - 2, middle + 3), -200);
    // What a telephone carries: 200–3400 Hz
    const band = bins.slice(Math.round(200 / hertz), Math.round(3400 / hertz)).sort();
    return { db, floor: Math.max(band[band.length >> 1] ?? -200, -200) };
  }

  function isPlayed(track: MediaStreamTrack): boolean {
    return [...players].some((player) => {
      const stream = player.srcObject;
      if (!(stream instanceof MediaStream) || !stream.getTracks().includes(track)) return false;
      return !player.paused && !player.muted && player.volume > 0.05 && track.enabled;
    });
  }

  async function traffic(): Promise<Traffic> {
    let packets = 0;
    let sent = 0;
    let energy = 0;
    for (const connection of peerConnections) {
      if (connection.connectionState === 'closed') continue;
      for (const report of (await connection.getStats()).values()) {
        if (report.type === 'inbound-rtp' && report.kind === 'audio') {
          packets += Number(report.packetsReceived);
          energy += Number(report.totalAudioEnergy);
        }
        if (report.type === 'outbound-rtp' && report.kind === 'audio') sent += Number(report.packetsSent);
      }
    }
    return { packets, sent, energy };
  }

  const seen = new Map<RTCPeerConnection, number>();
  let lastPacket = 0;
  let longest = 0;

  async function look(): Promise<void> {
    let arrived = false;
    for (const connection of peerConnections) {
      if (connection.connectionState === 'closed') continue;
      let packets = 0;
      for (const report of (await connection.getStats()).values()) {
        if (report.type === 'inbound-rtp' && report.kind === 'audio') packets += Number(report.packetsReceived);
      }
      arrived ||= packets > (seen.get(connection) ?? 0);
      seen.set(connection, packets);
    }
    const now = performance.now();
    longest = Math.max(longest, now - lastPacket);
    if (arrived) lastPacket = now;
  }

  async function watchPackets(): Promise<void> {
    await look();
    lastPacket = performance.now();
    longest = 0;
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      await look();
    }
  }

  window.lab = {
    events: [],
    watchPackets: () => void watchPackets(),
    get longestSilence() {
      return Math.round(longest);
    },
    peerConnections,
    plugIn: (hz) => {
      microphone = { kind: 'tone', hz };
      isUnplugged = false;
      unplugged.clear();
      mediaDevices.dispatchEvent(new Event('devicechange'));
    },
    unplug: (deviceId) => {
      if (deviceId === null) {
        isUnplugged = true;
        for (const track of microphones.filter(({ readyState }) => readyState === 'live')) {
          track.stop();
          // A track that is stopped by the page says nothing; one whose device goes does.
          track.dispatchEvent(new Event('ended'));
        }
      } else {
        unplugged.add(deviceId);
      }
      mediaDevices.dispatchEvent(new Event('devicechange'));
    },
    sinks: () =>
      [...players].filter(({ srcObject }) => srcObject !== null).map((player) => (player as Sinking).sinkId ?? ''),
    silence: () => {
      for (const { gain } of volumes) gain.value = 0;
    },
    openMicrophones: () => microphones.filter((track) => track.readyState === 'live').length,
    get microphoneRequests() {
      return microphoneRequests;
    },
    arriving: (hz) => loudest(hz, () => true),
    playing: (hz) => loudest(hz, isPlayed),
    watchFor,
    get watched() {
      return watched;
    },
    traffic,
  };
}
