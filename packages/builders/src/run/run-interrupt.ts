import type { StateSnapshot } from "@langchain/langgraph";
import { type GraphResult, openQuestions } from "./final-state.ts";
import { plainData } from "./plain-data.ts";

/** What a suspended run waits for. */
export interface RunInterrupt {
  /** Names it in an answer to several: `resume(runId, { [id]: value })`. */
  readonly id: string;
  /** The graph's node that waits. */
  readonly step: string;
  /** What was given to `interrupt()`; absent for a pause by `interruptBefore` or `interruptAfter`. */
  readonly value?: unknown;
}

/**
 * What the graph waits for: the calls of `interrupt()`, or else the nodes that it stopped before. The snapshot knows who
 * asks, and still has the questions that were answered in this part of the run; the result has only those that wait.
 */
export function interruptsOf(
  snapshot: Pick<StateSnapshot, "next" | "tasks">,
  result: GraphResult,
): readonly RunInterrupt[] {
  const waiting = new Set(openQuestions(result).map(({ id }) => id));
  const asked = snapshot.tasks.flatMap(({ name, interrupts }) =>
    interrupts
      .filter(({ id }) => waiting.has(id))
      .map(({ id, value }) => ({
        id: id ?? name,
        step: name,
        // Without a question it is one all the same, also where the run is kept as JSON.
        value: (plainData(value).data as unknown) ?? null,
      })),
  );
  return asked.length > 0 ? asked : snapshot.next.map((step) => ({ id: step, step }));
}
