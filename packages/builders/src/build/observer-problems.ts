import type { AgentConfigProblem } from "@pergola/config";
import type { RunObserver } from "@pergola/core";

/** What was given as an observer and cannot observe. */
export function observerProblems(observers: readonly RunObserver[] = []): readonly AgentConfigProblem[] {
  return observers.flatMap((observer: Partial<RunObserver> | undefined, index) =>
    typeof observer?.observe === "function"
      ? []
      : [
          {
            path: ["observers", index],
            message: "This is no observer: it has no method `observe`.",
            hint: "Give an object { observe(event, run) { … } }, for example one of @pergola/observability.",
          },
        ],
  );
}
