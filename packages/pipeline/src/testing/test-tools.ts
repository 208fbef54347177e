import { ToolMessage } from "@langchain/core/messages";
import { type EmitRunEvent, type Scope, throwIfAborted, toErrorData } from "@pergola/core";
import type { ToolCallRequest, ToolsHandle } from "@pergola/core-steps";
import { createToolCatalog, findTools, runTool, type Tool } from "@pergola/tools";

export interface ToolsRun {
  readonly scope: Scope;
  readonly signal: AbortSignal;
  readonly emit: EmitRunEvent;
}

/** The tools of a run without an agent: really called, with their events. */
export function createTools(tools: readonly Tool[], run: ToolsRun, chosen = tools): ToolsHandle {
  const catalog = createToolCatalog(chosen);
  const all = createToolCatalog(tools);
  const call = async ({ id: callId, name: tool, arguments: given }: ToolCallRequest) => {
    throwIfAborted(run.signal);
    const found = catalog.get(tool);
    run.emit({ type: "tool-started", callId, tool, arguments: given });
    const result = await runTool(found, given, run);
    const outcome = result.ok ? { result: result.value } : { error: toErrorData(result.error) };
    run.emit({ type: "tool-finished", callId, tool, latencyMs: result.latencyMs, ...outcome });
    return result;
  };
  const pick = (each: string | Tool) => (typeof each === "string" ? all.get(each) : each);
  return {
    definitions: catalog.definitions(),
    isCallers: () => false,
    find: (query) => findTools(catalog, query),
    only: (references) => createTools(tools, run, references.map(pick)),
    assertRoomFor: () => undefined,
    async call(request) {
      const { ok, content } = await call(request);
      const { id: tool_call_id, name } = request;
      return new ToolMessage({ content, tool_call_id, name, status: ok ? "success" : "error" });
    },
    async run(request) {
      const done = await call(request);
      if (done.ok) return done.value;
      throw done.error;
    },
  };
}
