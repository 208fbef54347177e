import { ToolMessage } from "@langchain/core/messages";
import { createToolCatalog, findTools, runTool, type Tool } from "@pergola/tools";
import type { ToolCallRequest, ToolsHandle } from "../../tools/tools-handle.ts";

/** The tools of a run without an agent: really called, without events and limits. */
export function createTestTools(tools: readonly Tool[], signal: AbortSignal, chosen = tools): ToolsHandle {
  const catalog = createToolCatalog(chosen);
  const result = ({ name, arguments: given }: ToolCallRequest) =>
    runTool(catalog.get(name), given, { signal });
  return {
    definitions: catalog.definitions(),
    isCallers: () => false,
    only: (references) => {
      const all = createToolCatalog(tools);
      return createTestTools(
        tools,
        signal,
        references.map((each) => (typeof each === "string" ? all.get(each) : each)),
      );
    },
    find: (query) => findTools(catalog, query),
    assertRoomFor: () => undefined,
    async call(request) {
      const { ok, content } = await result(request);
      return new ToolMessage({
        content,
        tool_call_id: request.id,
        name: request.name,
        status: ok ? "success" : "error",
      });
    },
    async run(request) {
      const done = await result(request);
      if (done.ok) return done.value;
      throw done.error;
    },
  };
}
