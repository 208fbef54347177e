import { describe, it } from "vitest";
import type { FlowHistory } from "../history/flow-history.ts";
import { DURABLE_CASES, HISTORY_CASES } from "./flow-history/flow-history-cases.ts";
import type { FlowHistorySubject } from "./flow-history/flow-history-subject.ts";

/**
 * The tests that every {@link FlowHistory} passes: order, traces that do not mix, whole events, hostile ids, copies, and
 * a flow that writes to it. Call it at the top of a vitest file; it registers its own `describe`. Needs vitest.
 */
export function flowHistoryContract<History extends FlowHistory>(subject: FlowHistorySubject<History>): void {
  const isDurable = subject.reopen !== undefined;
  const left = isDurable ? "" : "; without reopening: it keeps nothing longer than it lives";
  const cases = isDurable ? { ...HISTORY_CASES, ...DURABLE_CASES } : HISTORY_CASES;
  describe(`${subject.name} as a FlowHistory${left}`, () => {
    for (const [name, run] of Object.entries(cases)) {
      // What it gives is what it is handed back.
      it(name, () => run(subject as FlowHistorySubject<never> as FlowHistorySubject));
    }
  });
}
