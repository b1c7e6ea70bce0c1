import { systemClock } from '../../src/util/clock.js';

/** How much of each kind a page holds. */
export interface Held {
  readonly connections: number;
  readonly tracks: number;
  readonly contexts: number;
  /** Audio nodes that are connected to another. */
  readonly nodes: number;
  /** Audio elements that play or have something to play. */
  readonly elements: number;
  /** Of `window`, `document` and `navigator.mediaDevices`. */
  readonly listeners: number;
  /** What a phone's clock has still to do. SIP.js has timers of its own: see `TimerBook`. */
  readonly timers: number;
  /** In every `Map` and `Set` that was made since and is still reachable (or not collected yet). */
  readonly entries: number;
}

type Patch = [object: object, own: Record<string, unknown>];

/** Keeps count of all that costs a browser something and has to be given back. */
export class Belongings {
  readonly #connections: WeakRef<RTCPeerConnection>[] = [];
  readonly #tracks: WeakRef<MediaStreamTrack>[] = [];
  readonly #contexts: WeakRef<AudioContext>[] = [];
  readonly #elements: WeakRef<HTMLAudioElement>[] = [];
  readonly #collections: WeakRef<ReadonlySet<unknown> | ReadonlyMap<unknown, unknown>>[] = [];
  readonly #nodes = new Set<AudioNode>();
  readonly #listeners = new Map<string, Set<unknown>>();
  readonly #timers = new Set<object>();
  readonly #restore: Patch[] = [];
  /** How many there have ever been: a count of nothing proves nothing. */
  readonly made = { connections: 0, tracks: 0, nodes: 0, timers: 0 };

  get held(): Held {
    return {
      connections: alive(this.#connections).filter(({ signalingState }) => signalingState !== 'closed').length,
      tracks: alive(this.#tracks).filter(({ readyState }) => readyState === 'live').length,
      contexts: alive(this.#contexts).filter(({ state }) => state !== 'closed').length,
      nodes: this.#nodes.size,
      elements: alive(this.#elements).filter(({ paused, srcObject }) => !paused || srcObject !== null).length,
      listeners: [...this.#listeners.values()].reduce((sum, { size }) => sum + size, 0),
      timers: this.#timers.size,
      entries: alive(this.#collections).reduce((sum, { size }) => sum + size, 0),
    };
  }

  install(): void {
    this.#watchMedia();
    this.#watchSound();
    this.#watchListeners();
    this.#watchClock();
    this.#watchCollections();
  }

  uninstall(): void {
    for (const [object, own] of this.#restore.splice(0)) Object.assign(object, own);
  }

  #patch(object: object, own: Record<string, unknown>): void {
    const before = Object.fromEntries(
      Object.keys(own).map((name) => [name, (object as Record<string, unknown>)[name]]),
    );
    this.#restore.unshift([object, before]);
    Object.assign(object, own);
  }

  #watchMedia(): void {
    const [connections, tracks, made] = [this.#connections, this.#tracks, this.made];
    const { RTCPeerConnection: Connection } = globalThis;
    const { mediaDevices } = navigator;
    const ask = mediaDevices.getUserMedia.bind(mediaDevices);
    const { clone } = MediaStreamTrack.prototype;
    const keep = (track: MediaStreamTrack): MediaStreamTrack => {
      made.tracks++;
      tracks.push(new WeakRef(track));
      return track;
    };
    this.#patch(globalThis, {
      RTCPeerConnection: class extends Connection {
        constructor(configuration?: RTCConfiguration) {
          super(configuration);
          made.connections++;
          connections.push(new WeakRef(this));
        }
      },
    });
    this.#patch(mediaDevices, {
      getUserMedia: async (constraints: MediaStreamConstraints) => {
        const stream = await ask(constraints);
        stream.getTracks().forEach(keep);
        return stream;
      },
    });
    this.#patch(MediaStreamTrack.prototype, {
      clone(this: MediaStreamTrack) {
        return keep(clone.call(this));
      },
    });
  }

  #watchSound(): void {
    const [contexts, elements, nodes, made] = [this.#contexts, this.#elements, this.#nodes, this.made];
    const { AudioContext: Context, Audio: Element } = globalThis;
    const connect = AudioNode.prototype.connect as (target: AudioNode) => AudioNode;
    const disconnect: (this: AudioNode) => void = AudioNode.prototype.disconnect;
    this.#patch(globalThis, {
      AudioContext: class extends Context {
        constructor(options?: AudioContextOptions) {
          super(options);
          contexts.push(new WeakRef(this));
        }
      },
      Audio: class extends Element {
        constructor(url?: string) {
          super(url);
          elements.push(new WeakRef(this));
        }
      },
    });
    this.#patch(AudioNode.prototype, {
      connect(this: AudioNode, target: AudioNode) {
        made.nodes++;
        nodes.add(this);
        return connect.call(this, target);
      },
      disconnect(this: AudioNode) {
        nodes.delete(this);
        disconnect.call(this);
      },
    });
  }

  #watchListeners(): void {
    const listeners = this.#listeners;
    const targets: ReadonlyMap<unknown, string> = new Map<unknown, string>([
      [window, 'window'],
      [document, 'document'],
      [navigator.mediaDevices, 'mediaDevices'],
    ]);
    const { addEventListener, removeEventListener } = EventTarget.prototype;
    type Parameters = [type: string, listener: EventListener, options?: AddEventListenerOptions | boolean];
    const of = (target: unknown, [type, , options]: Parameters): Set<unknown> | null => {
      const name = targets.get(target);
      if (name === undefined) return null;
      const capture = typeof options === 'object' ? options.capture : options;
      const key = `${name} ${type} ${String(capture ?? false)}`;
      const known = listeners.get(key) ?? new Set();
      listeners.set(key, known);
      return known;
    };
    this.#patch(EventTarget.prototype, {
      addEventListener(this: EventTarget | undefined, ...args: Parameters) {
        of(this ?? window, args)?.add(args[1]);
        addEventListener.apply(this ?? window, args);
      },
      removeEventListener(this: EventTarget | undefined, ...args: Parameters) {
        of(this ?? window, args)?.delete(args[1]);
        removeEventListener.apply(this ?? window, args);
      },
    });
  }

  #watchClock(): void {
    const [timers, made] = [this.#timers, this.made];
    const after = systemClock.after.bind(systemClock);
    this.#patch(systemClock, {
      after: (ms: number, run: () => void) => {
        const entry = { ms };
        made.timers++;
        timers.add(entry);
        const cancel = after(ms, () => {
          timers.delete(entry);
          run();
        });
        return () => {
          timers.delete(entry);
          cancel();
        };
      },
    });
  }

  #watchCollections(): void {
    const collections = this.#collections;
    const { Map: PlainMap, Set: PlainSet } = globalThis;
    this.#patch(globalThis, {
      Map: class<K, V> extends PlainMap<K, V> {
        constructor(entries?: Iterable<readonly [K, V]> | null) {
          super(entries);
          collections.push(new WeakRef(this));
        }
      },
      Set: class<T> extends PlainSet<T> {
        constructor(values?: Iterable<T> | null) {
          super(values);
          collections.push(new WeakRef(this));
        }
      },
    });
  }
}

/** What of them is there yet; the rest is forgotten. */
function alive<T extends WeakKey>(references: WeakRef<T>[]): readonly T[] {
  const found = references.flatMap((reference) => {
    const object = reference.deref();
    return object === undefined ? [] : [{ reference, object }];
  });
  references.splice(0, references.length, ...found.map(({ reference }) => reference));
  return found.map(({ object }) => object);
}
