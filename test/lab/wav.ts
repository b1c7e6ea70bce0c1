import { readFile, writeFile } from 'node:fs/promises';

/** Sound as samples from -1 to 1, one channel. */
export interface Sound {
  readonly rate: number;
  readonly samples: Float64Array;
}

/** Writes a tone as 16-bit mono PCM. */
export async function writeTone(file: string, hz: number, seconds: number, rate = 8000): Promise<void> {
  const count = seconds * rate;
  const data = Buffer.alloc(44 + count * 2);
  data.write('RIFF', 0);
  data.writeUInt32LE(36 + count * 2, 4);
  data.write('WAVEfmt ', 8);
  data.writeUInt32LE(16, 16);
  data.writeUInt16LE(1, 20); // PCM
  data.writeUInt16LE(1, 22); // mono
  data.writeUInt32LE(rate, 24);
  data.writeUInt32LE(rate * 2, 28);
  data.writeUInt16LE(2, 32);
  data.writeUInt16LE(16, 34);
  data.write('data', 36);
  data.writeUInt32LE(count * 2, 40);
  for (let i = 0; i < count; i++) {
    data.writeInt16LE(Math.round(0.5 * 32767 * Math.sin((2 * Math.PI * hz * i) / rate)), 44 + i * 2);
  }
  await writeFile(file, data);
}

/**
 * The newest part of a recording that may still be growing: a writer puts the length into the header only when it
 * closes the file, so what counts is the file's own length. `null` while there is less than that.
 */
export async function readNewest(file: string, seconds: number): Promise<Sound | null> {
  const data = await readFile(file);
  if (data.length < 44 || data.toString('latin1', 0, 4) !== 'RIFF') return null;
  let at = 12;
  let rate = 0;
  let channels = 0;
  while (at + 8 <= data.length) {
    const id = data.toString('latin1', at, at + 4);
    const size = data.readUInt32LE(at + 4);
    if (id === 'fmt ') {
      channels = data.readUInt16LE(at + 10);
      rate = data.readUInt32LE(at + 12);
    }
    if (id === 'data') break;
    at += 8 + size + (size % 2);
  }
  if (rate === 0 || channels === 0) return null;
  const frame = channels * 2;
  const wanted = Math.round(seconds * rate);
  const frames = Math.floor((data.length - at - 8) / frame);
  if (frames < wanted) return null;
  const from = at + 8 + (frames - wanted) * frame;
  return {
    rate,
    samples: Float64Array.from({ length: wanted }, (_, i) => data.readInt16LE(from + i * frame) / 32768),
  };
}

/** The level of one frequency in dB, full scale = 0 (Goertzel, Hann window). */
export function levelOf(sound: Sound, hz: number): number {
  const { rate, samples } = sound;
  const n = samples.length;
  const step = 2 * Math.cos((2 * Math.PI * hz) / rate);
  let previous = 0;
  let before = 0;
  for (let i = 0; i < n; i++) {
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / (n - 1));
    const now = (samples[i] ?? 0) * window + step * previous - before;
    before = previous;
    previous = now;
  }
  const power = previous * previous + before * before - step * previous * before;
  // A full-scale sine through a Hann window comes out as n/4
  return 10 * Math.log10(Math.max(power, 1e-20) / (n / 4) ** 2);
}
