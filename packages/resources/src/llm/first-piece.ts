import { abortable, type Clock, type PergolaError, throwIfAborted } from "@pergola/core";
import { resourceErrors } from "../errors.ts";
import type { PieceSink } from "./piece-sink.ts";

/** How one attempt is stopped, and where its answer goes. */
export interface AttemptChannel {
  readonly signal: AbortSignal;
  readonly sink: PieceSink;
}

export interface FirstPieceOptions {
  /** Of the model, for messages. */
  readonly id: string;
  /** Longest wait for the first piece of text, or for the whole answer if it has none. */
  readonly timeoutMs: number;
  readonly clock: Clock;
}

/**
 * Ends an attempt that has said nothing in time. What a model says after that is heard by nobody.
 *
 * @throws MODEL_TIMEOUT; what the attempt throws
 */
export async function withFirstPiece<T>(
  attempt: (channel: AttemptChannel) => Promise<T>,
  channel: AttemptChannel,
  { id, timeoutMs, clock }: FirstPieceOptions,
): Promise<T> {
  const silence = new AbortController();
  const signal = AbortSignal.any([channel.signal, silence.signal]);
  const cancel = clock.setTimer(timeoutMs, () => silence.abort(tooSilent(id, timeoutMs)));
  try {
    return await abortable(attempt({ signal, sink: guarded(channel.sink, signal, cancel) }), signal);
  } finally {
    cancel();
  }
}

function guarded(sink: PieceSink, signal: AbortSignal, onPiece: () => void): PieceSink {
  const pass = (say: PieceSink["text"]) => (text: string) => {
    throwIfAborted(signal);
    if (text !== "") onPiece();
    return say(text);
  };
  return { text: pass((text) => sink.text(text)), reasoning: pass((text) => sink.reasoning(text)) };
}

function tooSilent(id: string, timeoutMs: number): PergolaError<"MODEL_TIMEOUT"> {
  return resourceErrors.create("MODEL_TIMEOUT", {
    message: `${id} said nothing for ${timeoutMs} ms, and another model may be asked.`,
    hint: "Raise firstTokenTimeoutMs of the llm resource for slow models, or put a faster one first.",
    details: { model: id, timeoutMs },
  });
}
