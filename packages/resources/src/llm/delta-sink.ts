import { abortReason } from "@pergola/core";
import type { RunBinding } from "../run-binding.ts";
import type { PieceSink } from "./piece-sink.ts";

/** Puts the pieces of one answer on the run's stream. Nothing is emitted once the run must stop. */
export class DeltaSink implements PieceSink {
  /** Whether the reader has seen a piece: from then on a retry would say things twice. */
  hasStreamed = false;
  readonly #binding: RunBinding;
  readonly #callId: string;
  readonly #streamText: boolean | "reasoning";

  constructor(
    binding: RunBinding,
    options: { readonly callId: string; readonly streamText: boolean | "reasoning" },
  ) {
    this.#binding = binding;
    this.#callId = options.callId;
    this.#streamText = options.streamText;
  }

  text(text: string): void | Promise<void> {
    if (this.#streamText === "reasoning") return this.reasoning(text);
    const { signal, emit, step } = this.#binding;
    if (signal.aborted) throw abortReason(signal);
    if (!this.#streamText || text === "") return;
    this.hasStreamed = true;
    return emit({ type: "text-delta", callId: this.#callId, step, text });
  }

  reasoning(text: string): void | Promise<void> {
    const { signal, emit, step } = this.#binding;
    if (signal.aborted) throw abortReason(signal);
    if (!this.#streamText || text === "") return;
    this.hasStreamed = true;
    return emit({ type: "reasoning-delta", callId: this.#callId, step, text });
  }
}
