import type * as LangGraph from "@langchain/langgraph";

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
  if (langGraph === undefined)
    throw new Error("LangGraph is not loaded: call build() before using the derived state.");
  return new langGraph.BinaryOperatorAggregate(langGraph.messagesStateReducer, () => []);
}
