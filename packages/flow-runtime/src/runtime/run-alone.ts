import { NO_META } from "../meta.ts";
import type { NodeContext } from "../node-context.ts";
import { AttemptContext } from "./attempt-context.ts";
import { Envelope } from "./envelope.ts";
import { Execution, type ExecutionNode } from "./execution.ts";
import { finalError } from "./retry.ts";
import type { Stalls } from "./stalls.ts";
import type { Trace } from "./trace.ts";

interface LoneNode extends ExecutionNode {
  /** Gives what waits the places that are free. */
  pump(): void;
}

/**
 * Runs something of a node for a trace, with no message; what it returns is sent. The trace stands still there meanwhile,
 * as when a message of it is worked on.
 */
export function runAlone(
  node: LoneNode,
  { stalls, trace, work }: { stalls: Stalls; trace: Trace; work: (context: NodeContext) => unknown },
): void {
  const { engine } = node;
  const execution = new Execution(node);
  execution.envelope = new Envelope(trace, undefined, NO_META, -1);
  execution.hasReturned = true;
  execution.parks = 1;
  stalls.setAside(trace).executions.add(execution);
  trace.pending++;
  const context = new AttemptContext(execution, execution.envelope);
  try {
    const value = work(context);
    context.end(undefined);
    if (value !== undefined) node.send(execution, value);
  } catch (error) {
    engine.fail(trace, finalError(execution, error));
  }
  // What waits for room is finished once it has been taken; the rest is looked at by whoever drains the trace.
  if (execution.outstanding > 0) return;
  trace.pending--;
  stalls.leave(execution);
  node.pump();
  // What it has sent may wait for more already, and nothing else is on its way.
  if (trace.pending > 0 && trace.isIdle) engine.drained(trace);
}
