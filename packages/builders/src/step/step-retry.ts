import {
  backoffMs,
  type ErrorData,
  isGraphSignal,
  isPergolaError,
  type RetryPolicy,
  retryVerdict,
  sleep,
  toErrorData,
} from "@pergola/core";
import type { RunContext } from "../run/run-context.ts";
import { attemptRun } from "./attempt-run.ts";

declare module "@pergola/core" {
  interface RunEventMap {
    /** A step failed and is run again after `delayMs`. `attempt` 1 is the first retry. */
    "step-retried": {
      readonly step: string;
      readonly attempt: number;
      readonly delayMs: number;
      readonly error: ErrorData;
    };
  }
}

/** Coded errors that another try may mend. */
const TRANSIENT: ReadonlySet<string> = new Set([
  "MODEL_RATE_LIMITED",
  "MODEL_UNAVAILABLE",
  "MODEL_STREAM_BROKEN",
  "MODEL_TIMEOUT",
  "MODEL_BAD_RESPONSE",
  "OUTPUT_INVALID",
  "STEP_TIMEOUT",
  "TOOL_FAILED",
  "TOOL_TIMEOUT",
]);

/**
 * Runs `work` again when it fails. Each retry is taken from the run's budget, so that retries of steps and of model
 * calls never multiply. What a failed attempt had said is taken back from the conversation.
 */
export async function retryStep<T>(
  step: string,
  policy: RetryPolicy | undefined,
  run: RunContext,
  work: (run: RunContext) => Promise<T>,
): Promise<T> {
  if (policy === undefined) return work(run);
  const { maxRetries = 0, retryIf = isTransient } = policy;
  const { services, signal, retryBudget, journal, bookmark } = run;
  for (let attempt = 1; ; attempt++) {
    if (bookmark !== undefined) bookmark.attempts = attempt;
    const made = attemptRun(run);
    try {
      return await work(made.run);
    } catch (thrown) {
      const isOver = signal.aborted || isGraphSignal(thrown) || attempt > maxRetries;
      if (isOver || !retryVerdict(retryIf, thrown, `step "${step}"`) || !retryBudget.take()) throw thrown;
      made.takeBack();
      const delayMs = backoffMs(policy, attempt);
      journal.emit({ type: "step-retried", step, attempt, delayMs, error: toErrorData(thrown) });
      await sleep(delayMs, { signal, clock: services.clock });
    }
  }
}

/** Everything but mistakes in the code and errors that would come again. `fetch` reports its failures as TypeErrors. */
function isTransient(thrown: unknown): boolean {
  // What a step inside this one threw.
  if (isPergolaError(thrown, "STEP_FAILED")) return isTransient(thrown.cause);
  if (isPergolaError(thrown)) return TRANSIENT.has(thrown.code);
  if (thrown instanceof TypeError) return thrown.message === "fetch failed";
  return !(thrown instanceof RangeError || thrown instanceof ReferenceError || thrown instanceof SyntaxError);
}
