import {
  abortable,
  abortReason,
  backoffMs,
  type Clock,
  isPergolaError,
  PergolaError,
  type RetryBudget,
  type RetryPolicy,
  retryVerdict,
  sleep,
  throwIfAborted,
} from "@pergola/core";

export interface ModelRetry {
  /** 1 is the first retry. */
  readonly attempt: number;
  readonly delayMs: number;
  readonly error: PergolaError;
}

export interface RetryModelCallOptions {
  /** Of the model, for messages. */
  readonly id: string;
  readonly policy: RetryPolicy;
  readonly budget: RetryBudget;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly random: () => number;
  /** Gives whatever an attempt threw its code. */
  toError(thrown: unknown): PergolaError;
  /** Whether another try may be made after this error: it must say nothing twice. */
  canRetry(error: PergolaError): boolean;
  onRetry(retry: ModelRetry): void;
}

/** Retries of one call, when the policy says nothing. */
export const DEFAULT_MAX_RETRIES = 2;

/** Longest wait that a vendor may ask for, when the policy says nothing; milliseconds. */
const DEFAULT_MAX_BACKOFF_MS = 30_000;

const TRANSIENT: ReadonlySet<string> = new Set([
  "MODEL_RATE_LIMITED",
  "MODEL_UNAVAILABLE",
  "MODEL_STREAM_BROKEN",
  "MODEL_TIMEOUT",
]);

/**
 * Makes attempts until one succeeds, fails for good, or the policy or the run's budget is spent. Rejects with the
 * signal's reason at once, even when an attempt ignores the signal.
 *
 * @throws INVALID_RETRY_IF when the policy's `retryIf` gives a promise; what else an attempt ended with
 */
export async function retryModelCall<T>(
  attempt: () => Promise<T>,
  options: RetryModelCallOptions,
): Promise<T> {
  const { policy, budget, signal, clock } = options;
  const { maxRetries = DEFAULT_MAX_RETRIES } = policy;
  for (let retry = 1; ; retry++) {
    throwIfAborted(signal);
    try {
      return await abortable(attempt(), signal);
    } catch (thrown) {
      if (signal.aborted) throw abortReason(signal);
      const error = options.toError(thrown);
      if (retry > maxRetries || !options.canRetry(error) || !isRetryable(error, options)) throw error;
      const delayMs = delayOf(error, retry, options);
      if (!budget.take()) throw error;
      options.onRetry({ attempt: retry, delayMs, error });
      await sleep(delayMs, { signal, clock });
    }
  }
}

function isRetryable(error: PergolaError, { policy, id }: RetryModelCallOptions): boolean {
  const { retryIf = isTransient } = policy;
  return retryVerdict(retryIf, error, id);
}

function isTransient(error: unknown): boolean {
  return isPergolaError(error) && TRANSIENT.has(error.code);
}

/** @throws the error, with a hint that says so, when the vendor asks for a longer wait than the policy allows */
function delayOf(error: PergolaError, retry: number, { policy, random }: RetryModelCallOptions): number {
  const { retryAfterMs } = error.details;
  if (typeof retryAfterMs !== "number") return backoffMs(policy, retry, random);
  const { maxBackoffMs = DEFAULT_MAX_BACKOFF_MS } = policy;
  if (retryAfterMs <= maxBackoffMs) return Math.max(0, retryAfterMs);
  throw new PergolaError(error.code, {
    message: `${error.message} The vendor asks to wait ${retryAfterMs} ms, longer than maxBackoffMs (${maxBackoffMs} ms), so it was not retried.`,
    hint: `Try again in ${Math.ceil(retryAfterMs / 1000)} s, or raise the retry policy's maxBackoffMs.`,
    details: error.details,
    cause: error.cause ?? error,
  });
}
