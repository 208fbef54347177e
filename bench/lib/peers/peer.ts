import type { ChainOutcome } from "../chain.ts";
import type { Load } from "../langchain.ts";

/** Asks an agent and gives its answer. */
export type Ask = (question: string) => Promise<string>;

/** Another framework, driven the way its documentation does. What it has no counterpart for is left out. */
export interface Peer {
  readonly version: string;
  /** Its own copy of LangChain, if it is built on it: the baseline uses that one. */
  readonly langchain?: Load;
  /** URL of what a user imports. */
  entry(): string;
  /** An agent with the tool `add` over a model that answers at once. */
  agent(): Promise<Ask>;
  /** An agent over a model that says `TOKENS`; each call reads one answer and counts what came. */
  stream(): Promise<() => Promise<void>>;
  /** Each call makes a workflow of `CHAIN`, ready to run, and gives the function that runs it. */
  build?(): Promise<() => () => Promise<ChainOutcome>>;
}
