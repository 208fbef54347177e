import { addUsage, NO_USAGE, type Usage } from "@pergola/core";
import type { Waterfall } from "./waterfall.ts";

/** The figures of a run, also while it goes on. */
export interface Summary {
  readonly usage: Usage;
  readonly modelCalls: number;
  readonly toolCalls: number;
  readonly retries: number;
  readonly fallbacks: number;
}

/** Adds up what the run and the runs inside it have done. The run's own word for its usage wins, once it is there. */
export function summarize({ spans }: Waterfall): Summary {
  let [usage, modelCalls, toolCalls, retries, fallbacks] = [NO_USAGE, 0, 0, 0, 0];
  for (const span of spans) {
    if (span.kind === "model") {
      modelCalls += 1;
      usage = addUsage(usage, span.usage);
    } else if (span.kind === "tool") toolCalls += 1;
    for (const { kind } of span.marks) {
      if (kind === "retry") retries += 1;
      if (kind === "fallback") fallbacks += 1;
    }
  }
  return { usage: spans[0]?.usage ?? usage, modelCalls, toolCalls, retries, fallbacks };
}
