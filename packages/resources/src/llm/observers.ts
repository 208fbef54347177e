import type { RunnableConfig } from "@langchain/core/runnables";
import type { ChatModel } from "./chat-model.ts";
import { type LangChain, loadLangChain } from "./langchain.ts";

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

/** Whether anybody would be told of a run with these callbacks: they, or what LangChain hands down from around it. */
export function isObserved(callbacks: RunnableConfig["callbacks"]): boolean {
  const langchain = loadLangChain();
  // Not loaded: nobody can have asked LangChain for anything.
  if (langchain instanceof Promise) return false;
  const inherited = langchain.runnables.ensureConfig({ callbacks }).callbacks;
  const manager = langchain.callbacks.CallbackManager.configure(inherited);
  return manager !== undefined && manager.handlers.length > 0;
}

/**
 * Whether LangChain has something to tell or to look up for a call, which the short ways would leave out. LangChain
 * itself is asked: it knows of handlers in the config and on the model, of tracing, and of hooks that somebody registered.
 *
 * @param callbacks those of the call, with what LangChain hands down to it from around it
 */
export function needsLangChain(
  model: ChatModel,
  callbacks: RunnableConfig["callbacks"],
  { callbacks: { CallbackManager } }: Pick<LangChain, "callbacks">,
): boolean {
  if (model.verbose === true || model.cache) return true;
  const manager = CallbackManager.configure(callbacks, model.callbacks);
  return manager !== undefined && manager.handlers.length > 0;
}
