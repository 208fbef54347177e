import { abortReason, type Clock } from "@pergola/core";
import { builderErrors } from "../errors.ts";

export interface RunSignalOptions {
  /** The caller's. */
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  readonly clock: Clock;
  readonly runId: string;
}

/** The one signal of a run: fired by the caller, the deadline, a leaving reader, or the end of the run. */
export class RunSignal {
  readonly #controller = new AbortController();
  readonly #release: () => void;

  constructor({ signal: parent, timeoutMs, clock, runId }: RunSignalOptions) {
    const onAbort = () => parent && this.abort(abortReason(parent));
    if (parent?.aborted) onAbort();
    else parent?.addEventListener("abort", onAbort, { once: true });
    const cancelTimer =
      timeoutMs === undefined
        ? undefined
        : clock.setTimer(timeoutMs, () => this.abort(deadlineExceeded(timeoutMs, runId)));
    this.#release = () => {
      parent?.removeEventListener("abort", onAbort);
      cancelTimer?.();
    };
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  abort(reason: Error): void {
    this.#controller.abort(reason);
  }

  /** Lets go of the caller's signal and of the timer. */
  release(): void {
    this.#release();
  }
}

export function runCancelled(message = "The run was stopped by its caller.") {
  return builderErrors.create("RUN_CANCELLED", {
    message,
    hint: "Nothing to mend; what was said until then is kept in the conversation.",
  });
}

function deadlineExceeded(timeoutMs: number, runId: string) {
  return builderErrors.create("DEADLINE_EXCEEDED", {
    message: `The run took longer than ${timeoutMs} ms.`,
    hint: "Raise timeoutMs of the call or of withLimits(), or ask for less.",
    details: { timeoutMs, runId },
  });
}
