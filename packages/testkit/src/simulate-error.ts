import { type AnyNode, FlowError, type FlowErrorCode, type NodeContext } from "@pergola/flow-runtime";
import { testkitErrors } from "./errors.ts";

/** Codes that the work of a node can end with. */
const CODES = [
  "NODE_EXCEPTION",
  "NODE_TIMEOUT",
  "VALIDATION_FAILED",
  "QUEUE_FULL",
  "NODE_STARVED",
  "JOIN_INCOMPLETE",
  "UNKNOWN_TARGET",
  "INVALID_ROUTE",
  "STREAM_ORDER",
] as const satisfies readonly FlowErrorCode[];

export type SimulatedCode = (typeof CODES)[number];

export interface SimulateErrorOptions {
  /** How many of its executions fail, whatever their trace; then it works. `Infinity` for all. Default 1. */
  readonly failTimes?: number;
}

/**
 * A node like the given one whose first executions fail: with a code of the runtime, or with an error of your own.
 * `NODE_TIMEOUT` of a node with `timeoutMs` really waits for it. The given node stays as it is.
 *
 * @throws INVALID_SIMULATION
 */
export function simulateError<Node extends AnyNode>(
  node: Node,
  failure: SimulatedCode | Error,
  { failTimes = 1 }: SimulateErrorOptions = {},
): Node {
  check(node, failure, failTimes);
  const { definition } = node;
  let failed = 0;
  const run = (payload: never, context: NodeContext): unknown => {
    if (failed >= failTimes) return definition.run(payload, context);
    failed++;
    if (failure instanceof Error) throw failure;
    if (failure !== "NODE_TIMEOUT" || definition.policy.timeoutMs === undefined)
      throw simulated(failure, context);
    return untilAborted(context.signal);
  };
  return Object.freeze({ ...node, definition: Object.freeze({ ...definition, run }) });
}

function simulated(code: SimulatedCode, { nodeName, trace, attempt }: NodeContext): Error {
  const message = `A simulated ${code} of node "${nodeName}".`;
  // The runtime makes a NODE_EXCEPTION of whatever a node throws.
  if (code === "NODE_EXCEPTION") return new Error(message);
  return new FlowError(code, { traceId: trace.id, nodeName, attempt, message });
}

/** Does nothing until the attempt is given up. */
function untilAborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
}

function check(node: AnyNode, failure: unknown, failTimes: number): void {
  const problem = problemOf(failure, failTimes);
  if (problem === undefined) return;
  throw testkitErrors.create("INVALID_SIMULATION", {
    message: `An error of node "${node.name}" cannot be simulated: ${problem}.`,
    hint: "A node fails with one of those codes, or with an Error; what ends a whole trace (a deadline, a budget, cancel) is an option of the call.",
    details: { node: node.name },
  });
}

function problemOf(failure: unknown, failTimes: number): string | undefined {
  const isKnown = failure instanceof Error || CODES.some((code) => code === failure);
  if (!isKnown) return `the failure is ${String(failure)}; expected an Error or one of ${CODES.join(", ")}`;
  if (failTimes === Number.POSITIVE_INFINITY || (Number.isInteger(failTimes) && failTimes >= 0))
    return undefined;
  return `failTimes is ${String(failTimes)}; expected a whole number from 0, or Infinity`;
}
