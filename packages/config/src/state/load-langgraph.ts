import type * as LangGraph from "@langchain/langgraph";
import { configErrors } from "../errors.ts";

let langGraph: typeof LangGraph | undefined;

/** Loads LangGraph, once, when an agent is built: never at import. */
export async function loadLangGraph(): Promise<typeof LangGraph> {
  langGraph ??= await import("@langchain/langgraph");
  return langGraph;
}

/**
 * LangGraph, for the channels of a derived Annotation: they are made while a graph is compiled, which only happens after
 * {@link loadLangGraph}.
 *
 * @throws LANGGRAPH_NOT_LOADED
 */
export function loadedLangGraph(): typeof LangGraph {
  if (langGraph !== undefined) return langGraph;
  throw configErrors.create("LANGGRAPH_NOT_LOADED", {
    message: "A derived state was compiled before LangGraph was loaded.",
    hint: "Build an agent first, or await loadLangGraph() of @pergola/config.",
  });
}
