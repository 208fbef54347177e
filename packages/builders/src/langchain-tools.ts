import { isTool, type LangChainTool } from "@pergola/tools";

/** Whether it is a tool of LangChain's: what is none of either kind is named at build, with all other defects. */
export function isLangChainTool(tool: unknown): tool is LangChainTool {
  return !isTool(tool) && typeof (tool as Partial<LangChainTool> | null)?.invoke === "function";
}
