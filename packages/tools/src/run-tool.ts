import {
  abortable,
  abortReason,
  type Clock,
  createScope,
  DEFAULT_USER,
  errorMessage,
  type InvokeOptions,
  isGraphSignal,
  isPergolaError,
  LOCAL_TENANT,
  type PergolaError,
  type Scope,
  systemClock,
  throwIfAborted,
} from "@pergola/core";
import { toolErrors } from "./errors.ts";
import { type RetryOptions, retryToolCall } from "./retry-tool-call.ts";
import { DEFAULT_TOOL_TIMEOUT_MS, type Tool, type ToolContext } from "./tool.ts";
import { parseToolArguments } from "./tool-arguments.ts";
import { toolErrorText } from "./tool-error-text.ts";
import { boundedText, DEFAULT_MAX_RESULT_CHARS, resultText } from "./tool-result-text.ts";
import type { ToolSlots } from "./tool-slots.ts";

export interface RunToolOptions extends RetryOptions {
  /** The run's signal; when it fires the call rejects with its reason at once. */
  readonly signal: AbortSignal;
  readonly runId?: string;
  readonly scope?: Scope;
  /** What `context.resource(key)` gives; `signal` is the call's. Default: nothing, TOOL_NEEDS_RUN. */
  readonly resource?: (key: string, signal: AbortSignal) => unknown;
  /** What `context.invokeOptions` is; `signal` is the call's. Default: `scope` and `signal`, and no run around it. */
  readonly invokeOptions?: (signal: AbortSignal) => InvokeOptions;
  /** Keeps calls of one tool to its `concurrency`. Default: nothing does. */
  readonly slots?: ToolSlots;
  readonly clock?: Clock;
  /** Longest `content`, in characters. Default {@link DEFAULT_MAX_RESULT_CHARS}. */
  readonly maxResultChars?: number;
}

/** How a call ended. `content` is what the model reads: the result, or what went wrong and how to mend it. */
export type ToolResult<Output = unknown> =
  | { readonly ok: true; readonly value: Output; readonly content: string; readonly latencyMs: number }
  | {
      readonly ok: false;
      readonly error: PergolaError;
      readonly content: string;
      readonly latencyMs: number;
    };

/**
 * Makes one call of a tool: checks the arguments, waits for its turn, runs it under its timeout, again if it says so, and
 * turns whatever happens into a result. A tool that overstays is aborted and, if it ignores that, left behind: what it does
 * later is nobody's.
 *
 * @param rawArguments a value, or its JSON text
 * @returns `ok: false` with TOOL_INVALID_ARGUMENTS, TOOL_TIMEOUT, TOOL_FAILED or TOOL_RESULT_INVALID
 * @throws the reason of `options.signal` when it fires; what LangGraph throws to interrupt the run; nothing else
 */
export async function runTool<Output>(
  tool: Tool<Tool["input"], Output>,
  rawArguments: unknown,
  options: RunToolOptions,
): Promise<ToolResult<Output>> {
  const { signal, clock = systemClock, maxResultChars = DEFAULT_MAX_RESULT_CHARS } = options;
  throwIfAborted(signal);
  const startedAt = clock.monotonic();
  const finish = (content: string) => ({
    content: boundedText(content, maxResultChars),
    latencyMs: clock.monotonic() - startedAt,
  });
  try {
    const value = await retryToolCall(tool, options, () =>
      inTurn(tool, options, () =>
        underTimeout(tool, options, (inner) => call(tool, rawArguments, { ...options, signal: inner })),
      ),
    );
    return { ok: true, value, ...finish(resultText(tool.name, value)) };
  } catch (thrown) {
    if (signal.aborted) throw abortReason(signal);
    if (isGraphSignal(thrown)) throw thrown;
    const error = toToolError(tool, thrown);
    return { ok: false, error, ...finish(toolErrorText(error)) };
  }
}

async function call<Output>(
  tool: Tool<Tool["input"], Output>,
  rawArguments: unknown,
  options: RunToolOptions,
): Promise<Output> {
  const input = await parseToolArguments(tool, rawArguments);
  throwIfAborted(options.signal);
  try {
    return await tool.execute(input, contextOf(tool, options));
  } catch (thrown) {
    throw isGraphSignal(thrown) ? thrown : failed(tool, thrown);
  }
}

const NOBODY = { tenantId: LOCAL_TENANT, userId: DEFAULT_USER };

function contextOf(tool: Tool, options: RunToolOptions): ToolContext {
  const { signal, runId, scope, invokeOptions, resource = () => needsRun(tool) } = options;
  const alone = () => ({ scope: scope ?? createScope({ ...NOBODY, agentId: tool.name }), signal });
  return {
    signal,
    runId,
    scope,
    get invokeOptions() {
      return invokeOptions?.(signal) ?? alone();
    },
    // The type of a resource is known by its key, which the compiler knows only where a tool asks.
    resource: (key: string) => resource(key, signal) as never,
  };
}

/** What waits for its turn has not begun: its time is not running. */
async function inTurn<T>(tool: Tool, { slots, signal }: RunToolOptions, work: () => Promise<T>): Promise<T> {
  if (slots === undefined) return work();
  const release = await slots.take(tool, signal);
  try {
    return await work();
  } finally {
    release();
  }
}

/** Runs `work` under a signal that fires with the run's signal or when the tool's time is over. */
async function underTimeout<T>(
  tool: Tool,
  { signal, clock = systemClock }: RunToolOptions,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const timeoutMs = tool.timeoutMs ?? DEFAULT_TOOL_TIMEOUT_MS;
  const controller = new AbortController();
  const onAbort = () => controller.abort(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  const cancelTimer = clock.setTimer(timeoutMs, () => controller.abort(timedOut(tool, timeoutMs)));
  try {
    return await abortable(work(controller.signal), controller.signal);
  } finally {
    cancelTimer();
    signal.removeEventListener("abort", onAbort);
  }
}

function toToolError(tool: Tool, thrown: unknown): PergolaError {
  const isOurs = isPergolaError(thrown) && Object.hasOwn(toolErrors.meanings, thrown.code);
  return isOurs ? thrown : failed(tool, thrown);
}

function needsRun(tool: Tool): never {
  throw toolErrors.create("TOOL_NEEDS_RUN", {
    message: `The tool "${tool.name}" asked for a resource outside of an agent's run.`,
    hint: "Let an agent call it, or pass runTool() a `resource` function.",
    details: { tool: tool.name },
  });
}

function failed(tool: Tool, cause: unknown) {
  return toolErrors.create("TOOL_FAILED", {
    message: `The tool "${tool.name}" failed: ${errorMessage(cause)}`,
    hint: isPergolaError(cause) ? cause.hint : undefined,
    details: { tool: tool.name },
    cause,
  });
}

function timedOut(tool: Tool, timeoutMs: number) {
  return toolErrors.create("TOOL_TIMEOUT", {
    message: `The tool "${tool.name}" did not finish in ${timeoutMs} ms and was stopped.`,
    hint: "Ask it for less, or give it more time: timeoutMs of the tool.",
    details: { tool: tool.name, timeoutMs },
  });
}
