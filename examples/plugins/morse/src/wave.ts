const RATE = 8_000;
const PITCH_HZ = 600;
const HEADER_BYTES = 44;

/** A sound or a silence, in seconds. */
export interface Tone {
  readonly isOn: boolean;
  readonly seconds: number;
}

/** Tones as a WAV file: one channel, 8 000 samples a second, 8 bits each. */
export function waveFile(tones: readonly Tone[]): Uint8Array {
  const samples = tones.flatMap(samplesOf);
  const file = new Uint8Array(HEADER_BYTES + samples.length);
  writeHeader(new DataView(file.buffer), samples.length);
  file.set(samples, HEADER_BYTES);
  return file;
}

function samplesOf({ isOn, seconds }: Tone): number[] {
  const height = (index: number) => (isOn ? Math.sin((2 * Math.PI * PITCH_HZ * index) / RATE) : 0);
  return Array.from(
    { length: Math.round(seconds * RATE) },
    (_, index) => 128 + Math.round(100 * height(index)),
  );
}

/** The header of RIFF/WAVE with PCM samples. */
function writeHeader(view: DataView, length: number): void {
  const text = (at: number, word: string) =>
    Array.from(word, (letter, index) => view.setUint8(at + index, letter.charCodeAt(0)));
  text(0, "RIFF");
  view.setUint32(4, HEADER_BYTES - 8 + length, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true);
  view.setUint32(28, RATE, true);
  view.setUint16(32, 1, true);
  view.setUint16(34, 8, true);
  text(36, "data");
  view.setUint32(40, length, true);
}
