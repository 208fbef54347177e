import type { ToolMessage } from "@langchain/core/messages";
import { type ErrorData, isGraphSignal, isPergolaError, throwIfAborted, toErrorData } from "@pergola/core";
import { stepErrors, type ToolCallRequest, type ToolsHandle } from "@pergola/core-steps";
import {
  createToolCatalog,
  DEFAULT_MAX_RESULT_CHARS,
  findTools,
  runTool,
  type Tool,
  type ToolCatalog,
  type ToolResult,
  toolErrors,
  toolErrorText,
} from "@pergola/tools";
import { placeOf } from "./event-place.ts";
import { invokeOptions } from "./invoke-options.ts";
import { plainData } from "./plain-data.ts";
import type { RunContext } from "./run-context.ts";
import { llmOfRun, resourceOfRun } from "./run-resource.ts";
import { runSettled } from "./run-settled.ts";

declare module "@pergola/core" {
  interface RunEventMap {
    /** A tool failed and is called again after `delayMs`. `attempt` 1 is the first retry. */
    "tool-retried": {
      readonly callId: string;
      readonly step?: string;
      readonly tool: string;
      readonly attempt: number;
      readonly delayMs: number;
      readonly error: ErrorData;
    };
  }
}

/** The tools of a run for one step. */
export function createToolsHandle(run: RunContext, step: string, catalog = run.services.tools): ToolsHandle {
  const isCallers = (name: string) =>
    !catalog.has(name) && run.callerTools.some((tool) => tool.name === name);
  const callers = run.callerTools.filter((tool) => !catalog.has(tool.name));
  return {
    definitions: callers.length === 0 ? catalog.definitions() : [...catalog.definitions(), ...callers],
    isCallers,
    only: (tools) => createToolsHandle(run, step, select(run.services.tools, tools)),
    find: (query) => findTools(catalog, query),
    assertRoomFor: (calls) => assertRoomFor(run, calls),
    async call(request) {
      return toMessage(run, request, await callTool(run, step, catalog, request));
    },
    async run(request) {
      const result = await callTool(run, step, catalog, request);
      if (result.ok) return result.value;
      throw result.error;
    },
  };
}

function select(all: ToolCatalog, references: readonly (string | Tool)[]): ToolCatalog {
  return createToolCatalog(references.map((tool) => (typeof tool === "string" ? all.get(tool) : tool)));
}

async function callTool(run: RunContext, step: string, catalog: ToolCatalog, request: ToolCallRequest) {
  throwIfAborted(run.signal);
  countCall(run);
  const { id: callId, name: tool } = request;
  const shownArguments = plainData(request.arguments).data;
  const startedAt = run.services.clock.monotonic();
  const place = placeOf(run, step);
  const started = { type: "tool-started", callId, ...place, tool, arguments: shownArguments } as const;
  run.journal.emit(started);
  const result = await execute(run, step, catalog, request).catch((thrown: unknown) => {
    // A call that asks something is made again with the answer.
    if (isGraphSignal(thrown)) {
      run.counters.toolCalls -= 1;
      run.journal.waits(started);
    } else if (isPergolaError(thrown)) {
      const latencyMs = run.services.clock.monotonic() - startedAt;
      run.journal.emit({ type: "tool-finished", callId, step, tool, latencyMs, error: toErrorData(thrown) });
    }
    throw thrown;
  });
  const outcome = result.ok ? { result: shownResult(result) } : { error: result.error.toJSON() };
  run.toolRecords.push({ id: callId, name: tool, arguments: shownArguments, ...outcome });
  run.journal.emit({ type: "tool-finished", callId, step, tool, latencyMs: result.latencyMs, ...outcome });
  return result;
}

/** The value itself, unless it is so long that even the model gets it cut: events and logs stay small. */
function shownResult({ value, content }: Extract<ToolResult, { ok: true }>): unknown {
  return content.length < DEFAULT_MAX_RESULT_CHARS ? value : content;
}

async function execute(
  run: RunContext,
  step: string,
  catalog: ToolCatalog,
  request: ToolCallRequest,
): Promise<ToolResult> {
  try {
    const { signal, scope, id: runId, services, retryBudget } = run;
    const { id: callId, name: tool } = request;
    return await runTool(catalog.get(request.name), request.arguments, {
      signal,
      scope,
      runId,
      clock: services.clock,
      slots: services.toolSlots,
      retryBudget,
      onRetry: ({ error, ...retry }) =>
        run.journal.emit({ type: "tool-retried", callId, step, tool, ...retry, error: toErrorData(error) }),
      resource: (key, own) => resourceOfTool({ ...run, signal: own }, step, key),
      invokeOptions: (own) => invokeOptions({ ...run, signal: own }, { ...placeOf(run, step), callId }),
    });
  } catch (thrown) {
    if (run.signal.aborted || !isPergolaError(thrown, "TOOL_NOT_FOUND")) throw thrown;
    const error = toolErrors.create("TOOL_NOT_FOUND", thrown);
    return { ok: false, error, content: toolErrorText(error), latencyMs: 0 };
  }
}

/** What a step gets; but what a model says to a tool is not the answer of the run. */
function resourceOfTool(run: RunContext, step: string, key: string): unknown {
  if (run.journal.isSealed) throw runSettled();
  const user = { step, isAside: true };
  return key === "llm" ? llmOfRun(run, user) : resourceOfRun(run, key, user);
}

function countCall(run: RunContext): void {
  assertRoomFor(run, 1);
  run.counters.toolCalls += 1;
}

function assertRoomFor({ id, limits, counters }: RunContext, calls: number): void {
  const { maxToolCalls } = limits;
  if (maxToolCalls === undefined || counters.toolCalls + calls <= maxToolCalls) return;
  throw stepErrors.create("TOOL_LIMIT_EXCEEDED", {
    message: `The run asked for more than ${maxToolCalls} tool calls.`,
    hint: "Raise limits.maxToolCalls, or give the model fewer tools.",
    details: { maxToolCalls, runId: id },
  });
}

function toMessage(run: RunContext, request: ToolCallRequest, result: ToolResult): ToolMessage {
  return new run.services.classes.ToolMessage({
    content: result.content,
    tool_call_id: request.id,
    name: request.name,
    status: result.ok ? "success" : "error",
  });
}
