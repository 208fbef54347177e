import type { CallOptions } from "../index.ts";

/** A handler of LangChain sees the run as LangChain tells it: such a run goes through the graph. */
export const WATCHED: CallOptions = { callbacks: [{ handleChainStart: () => undefined }] };

/** Both ways to run an agent without a checkpointer. */
export const WAYS: readonly { readonly way: string; readonly options: CallOptions }[] = [
  { way: "in a loop of our own", options: {} },
  { way: "through the graph", options: WATCHED },
];
