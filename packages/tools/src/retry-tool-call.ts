import {
  backoffMs,
  type Clock,
  isPergolaError,
  type RetryBudget,
  retryVerdict,
  sleep,
  systemClock,
} from "@pergola/core";
import { isRepeatable } from "./is-repeatable.ts";
import type { Tool } from "./tool.ts";

/** A call failed and is made again after `delayMs`; `attempt` 1 is the first retry. */
export interface ToolRetry {
  readonly attempt: number;
  readonly delayMs: number;
  readonly error: unknown;
}

export interface RetryOptions {
  readonly signal: AbortSignal;
  readonly clock?: Clock;
  /** What the retries are taken from. Default: as many as the tool says. */
  readonly retryBudget?: RetryBudget;
  readonly onRetry?: (retry: ToolRetry) => void;
}

/** Makes a call, and makes it again as the tool says. What may not be done twice is done once, whatever it says. */
export async function retryToolCall<T>(
  tool: Tool,
  { signal, clock = systemClock, retryBudget, onRetry }: RetryOptions,
  work: () => Promise<T>,
): Promise<T> {
  const { retry: policy } = tool;
  if (policy === undefined || !isRepeatable(tool)) return work();
  const { maxRetries = 0, retryIf = isTransient } = policy;
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (signal.aborted || attempt > maxRetries || !isOfTheTool(error)) throw error;
      if (!retryVerdict(retryIf, whatItThrew(error), `tool "${tool.name}"`)) throw error;
      if (retryBudget?.take() === false) throw error;
      const delayMs = backoffMs(policy, attempt);
      onRetry?.({ attempt, delayMs, error });
      await sleep(delayMs, { signal, clock });
    }
  }
}

/** Arguments that are wrong stay wrong. */
const isOfTheTool = (error: unknown) =>
  isPergolaError(error, "TOOL_FAILED") || isPergolaError(error, "TOOL_TIMEOUT");

const whatItThrew = (error: unknown) => (isPergolaError(error, "TOOL_FAILED") ? error.cause : error);

/** Everything but mistakes in the code and errors that would come again. `fetch` reports its failures as TypeErrors. */
function isTransient(error: unknown): boolean {
  if (isPergolaError(error)) return error.code === "TOOL_TIMEOUT" || error.code === "HTTP_UNREACHABLE";
  if (error instanceof TypeError) return error.message === "fetch failed";
  return !(error instanceof RangeError || error instanceof ReferenceError || error instanceof SyntaxError);
}
