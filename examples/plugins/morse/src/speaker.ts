import type { ProviderFactory } from "@pergola/plugins";
import { z } from "zod";
import { morseCode } from "./morse-code.ts";
import { type Tone, waveFile } from "./wave.ts";

// #region category
/** Says a text: what a provider of the category `tts` makes. */
export interface Speaker {
  /** A WAV file. */
  say(text: string): Promise<Uint8Array>;
}

// A category that Pergola has never heard of. From here on `createProvider("tts", …)` gives a Speaker.
declare module "@pergola/plugins" {
  interface ProviderProducts {
    tts: Speaker;
  }
}
// #endregion

const configSchema = z.strictObject({
  /** Length of a dot. */
  dotMs: z.number().min(10).max(1_000).default(60),
});

/** The provider `tts/morse`. */
export const morseSpeaker: ProviderFactory<"tts"> = {
  category: "tts",
  name: "morse",
  configSchema,
  async create(config) {
    const { dotMs } = configSchema.parse(config ?? {});
    return { say: async (text) => waveFile(tonesOf(morseCode(text), dotMs / 1_000)) };
  },
};

/** Lengths in dots: a dash is 3, between letters 3 (1 is there after each sound), between words 7. */
const LENGTHS: Readonly<Record<string, readonly [on: number, off: number]>> = {
  ".": [1, 1],
  "-": [3, 1],
  " ": [0, 2],
  "/": [0, 2],
};

function tonesOf(code: string, dot: number): readonly Tone[] {
  return Array.from(code).flatMap((sign) => {
    const [on, off] = LENGTHS[sign] ?? [0, 0];
    return [
      { isOn: true, seconds: on * dot },
      { isOn: false, seconds: off * dot },
    ];
  });
}
