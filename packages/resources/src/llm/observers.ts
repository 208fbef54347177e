import type { RunnableConfig } from "@langchain/core/runnables";
import type { ChatModel } from "./chat-model.ts";

/** Environment variables that make LangChain add a handler of its own to every call. */
const TRACING_VARIABLES = [
  "LANGSMITH_TRACING_V2",
  "LANGCHAIN_TRACING_V2",
  "LANGSMITH_TRACING",
  "LANGCHAIN_TRACING",
  "LANGCHAIN_VERBOSE",
];

/** Whether LangSmith tracing, or LangChain's console output, is switched on. */
export function isTracingOn(env: Readonly<Record<string, string | undefined>>): boolean {
  return TRACING_VARIABLES.some((name) => env[name] === "true");
}

/** Whether LangChain has something to tell or to look up for each call, which the direct way would leave out. */
export function needsLangChain(model: ChatModel, config: RunnableConfig | undefined): boolean {
  if (hasHandlers(config?.callbacks) || hasHandlers(model.callbacks)) return true;
  return model.verbose === true || Boolean(model.cache);
}

function hasHandlers(callbacks: RunnableConfig["callbacks"]): boolean {
  if (callbacks === undefined) return false;
  return Array.isArray(callbacks) ? callbacks.length > 0 : callbacks.handlers.length > 0;
}
