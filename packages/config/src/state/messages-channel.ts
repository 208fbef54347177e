import type * as LangGraph from "@langchain/langgraph";
import { configErrors } from "../errors.ts";

let langGraph: typeof LangGraph | undefined;

/** Loads LangGraph, once, when an agent is built: never at import. */
export async function loadLangGraph(): Promise<typeof LangGraph> {
  langGraph ??= await import("@langchain/langgraph");
  return langGraph;
}

/**
 * Makes the `messages` channel of a derived Annotation. LangGraph calls it while a graph is compiled, which only happens
 * after {@link loadLangGraph}.
 */
export function messagesChannel() {
  if (langGraph === undefined) {
    throw configErrors.create("LANGGRAPH_NOT_LOADED", {
      message: "A derived state was compiled before LangGraph was loaded.",
      hint: "Build an agent first, or await loadLangGraph() of @pergola/config.",
    });
  }
  return new langGraph.BinaryOperatorAggregate(langGraph.messagesStateReducer, () => []);
}
