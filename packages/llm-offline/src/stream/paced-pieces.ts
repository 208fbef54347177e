import { type Clock, sleep, throwIfAborted } from "@pergola/core";
import { piecesOf } from "./pieces.ts";

export interface Pace {
  /** 0: as fast as the reader pulls. */
  readonly tokensPerSecond: number;
  readonly clock: Clock;
}

/** The pieces of a text at a pace. @throws the signal's reason as soon as it fires, also in the middle of a wait */
export async function* pacedPieces(text: string, pace: Pace, signal?: AbortSignal): AsyncGenerator<string> {
  for (const piece of piecesOf(text)) {
    if (pace.tokensPerSecond > 0) await sleep(1_000 / pace.tokensPerSecond, { signal, clock: pace.clock });
    throwIfAborted(signal);
    yield piece;
  }
  throwIfAborted(signal);
}
