export { type CalculatorResult, calculator } from "./calculator/calculator.ts";
export { type ClockToolOptions, clock } from "./clock/clock.ts";
export type { LocalTime } from "./clock/describe-time.ts";
export { defineTool } from "./define-tool.ts";
export { type DocumentSearchOptions, documentSearch } from "./document-search/document-search.ts";
export type { DocumentSearchResult } from "./document-search/document-search-result.ts";
export type { Passage, RankedPassage } from "./document-search/rank-passages.ts";
export { toolErrors } from "./errors.ts";
export { type FoundTool, findTools, type ToolQuery } from "./find-tools.ts";
export { fromLangChainTool, type LangChainTool } from "./from-langchain-tool.ts";
export type { FetchedText } from "./http-fetch/fetched-text.ts";
export { type HttpFetchOptions, httpFetch } from "./http-fetch/http-fetch.ts";
export type { ToolRetry } from "./retry-tool-call.ts";
export { type RunToolOptions, runTool, type ToolResult } from "./run-tool.ts";
export {
  DEFAULT_TOOL_TIMEOUT_MS,
  isTool,
  type SideEffect,
  type Tool,
  type ToolContext,
  type ToolResources,
} from "./tool.ts";
export type { ArgumentProblem } from "./tool-arguments.ts";
export { createToolCatalog, type ToolCatalog } from "./tool-catalog.ts";
export { type ToolDefinition, toToolDefinition } from "./tool-definition.ts";
export { toolErrorText } from "./tool-error-text.ts";
export { DEFAULT_MAX_RESULT_CHARS } from "./tool-result-text.ts";
export { createToolSlots, type ToolSlots } from "./tool-slots.ts";
export { type UnitConversion, unitConverter } from "./unit-converter/unit-converter.ts";
