import { loadedLangGraph } from "./load-langgraph.ts";

/** Makes the `messages` channel of a derived Annotation. @throws LANGGRAPH_NOT_LOADED */
export function messagesChannel() {
  const { BinaryOperatorAggregate, messagesStateReducer } = loadedLangGraph();
  return new BinaryOperatorAggregate(messagesStateReducer, () => []);
}
