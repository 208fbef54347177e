import type { NodeContext } from "../node-context.ts";
import type { AttemptNode } from "./attempt.ts";
import type { Trace } from "./trace.ts";

/** Runs something of a node for a trace after a while. The timer goes with the trace. @returns what takes it back */
export function runLater(
  node: AttemptNode,
  trace: Trace,
  { delayMs, work }: { readonly delayMs: number; readonly work: (context: NodeContext) => unknown },
): () => void {
  const { signal } = trace;
  const cancelTimer = node.engine.clock.setTimer(delayMs, () => {
    signal.removeEventListener("abort", cancel);
    if (trace.isOpen) node.runAlone(trace, work);
  });
  const cancel = () => {
    cancelTimer();
    signal.removeEventListener("abort", cancel);
  };
  signal.addEventListener("abort", cancel, { once: true });
  return cancel;
}
