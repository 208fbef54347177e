export { defineTool } from "./define-tool.ts";
export { toolErrors } from "./errors.ts";
export { type RunToolOptions, runTool, type ToolResult } from "./run-tool.ts";
export { DEFAULT_TOOL_TIMEOUT_MS, isTool, type SideEffect, type Tool, type ToolContext } from "./tool.ts";
export type { ArgumentProblem } from "./tool-arguments.ts";
export { createToolCatalog, type ToolCatalog } from "./tool-catalog.ts";
export { type ToolDefinition, toToolDefinition } from "./tool-definition.ts";
export { DEFAULT_MAX_RESULT_CHARS } from "./tool-result-text.ts";
