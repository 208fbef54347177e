import type { Clock, RetryPolicy } from "@pergola/core";
import type { RunBinding } from "../run-binding.ts";
import type { GenerateOptions } from "./llm-resource.ts";

/** What all calls of a resource share. */
export interface CallSettings {
  /** Key of the resource, for events. */
  readonly resource: string;
  readonly retry: RetryPolicy;
  /** How long a model may say nothing when there is another one to ask. */
  readonly firstTokenTimeoutMs: number;
  readonly clock: Clock;
  readonly random: () => number;
  /** LangSmith or LangChain's console output is on, so every call goes through LangChain. */
  readonly isTracing: boolean;
}

export interface ModelCallOptions extends CallSettings {
  readonly binding: RunBinding;
  /** What the pieces of the answer's text become; false: no deltas at all. */
  readonly streamText: NonNullable<GenerateOptions["streamText"]>;
  readonly output?: GenerateOptions["output"];
}
