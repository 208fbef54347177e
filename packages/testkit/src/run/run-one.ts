import type {
  CallOptions,
  EdgeList,
  Flow,
  FlowError,
  FlowEvent,
  FlowInput,
  FlowOptions,
  FlowOutput,
  ModelRegistry,
} from "@pergola/flow-runtime";
import { checkCount } from "../check-count.ts";
import { drive } from "../time/drive.ts";
import { TimeInUse, timeInUse } from "../time/time-in-use.ts";
import { createVirtualTime, DEFAULT_PATIENCE_MS, type VirtualTime } from "../time/virtual-time.ts";
import type { FlowRun } from "./flow-run.ts";
import { type FlowSubject, openFlow, type SubjectSeams } from "./flow-subject.ts";
import { nodesAtWork } from "./nodes-at-work.ts";
import { readTrace, type TraceReading } from "./read-trace.ts";
import { type EventRecorder, recordEvents } from "./record-events.ts";
import { eventsOfTrace } from "./trace-events.ts";

/** How the trace runs, and what the test allows it. */
export interface RunOneOptions extends CallOptions {
  /** Schemas of nodes that have none of their own; not for a flow that is made already. */
  readonly registry?: ModelRegistry;
  /** The time that the flow is made on; not for a flow that is made already. Default: a new one. */
  readonly time?: VirtualTime;
  /** Longest wait in real time, in milliseconds. Default 5 000. */
  readonly patienceMs?: number;
  /** Most events, and most chunks and results, that are kept; then the oldest go. Default 10 000. */
  readonly maxRecorded?: number;
}

/**
 * Runs one trace to its end, on virtual time if the flow was made with it, and says everything of it. How the trace ends
 * is told, not thrown. The flow is stopped in any case.
 *
 * @throws NEVER_SETTLED, INVALID_TEST_OPTIONS, and what refuses the flow or the call before there is a trace
 */
export function runOne<Input, Output>(
  subject: Flow<Input, Output> | ((seams: SubjectSeams) => Flow<Input, Output>),
  input: NoInfer<Input>,
  options?: RunOneOptions,
): Promise<FlowRun<Output>>;
export function runOne<const List extends EdgeList>(
  subject: FlowOptions<List>,
  input: NoInfer<FlowInput<List>>,
  options?: RunOneOptions,
): Promise<FlowRun<FlowOutput<List>>>;
export async function runOne(
  subject: FlowSubject<never, unknown, EdgeList>,
  input: unknown,
  options: RunOneOptions = {},
): Promise<FlowRun> {
  const { registry, time, patienceMs = DEFAULT_PATIENCE_MS, maxRecorded = 10_000, ...call } = options;
  checkCount("patienceMs", patienceMs);
  checkCount("maxRecorded", maxRecorded);
  const { seams } = time ?? createVirtualTime();
  const { flow, ...made } = openFlow(subject, seams, registry);
  const traceId = call.traceId ?? made.traceId;
  const inUse = new TimeInUse();
  using recorder = recordEvents(flow, { maxEvents: maxRecorded });
  return await timeInUse.run(inUse, async () => {
    const describe = () => nodesAtWork(eventsOfTrace({ traceId, events: recorder.events }), flow.stats());
    try {
      const reading = readTrace(flow, input, { ...call, traceId, maxRecorded });
      return toRun(traceId, recorder, await drive(reading, inUse, { patienceMs, describe }));
    } finally {
      await drive(flow.stop(), inUse, { patienceMs, describe });
      inUse.release();
    }
  });
}

function toRun(traceId: string, recorder: EventRecorder, { items, error }: TraceReading): FlowRun {
  const own = eventsOfTrace({ traceId, events: recorder.events });
  const settled = own.findLast(({ type }) => type === "trace-settled");
  // Refused before there was a trace: a defect of the test or of the flow.
  if (settled?.outcome === undefined) throw error;
  const results = items.entries.flatMap((item) => (item.type === "result" ? [item.value] : []));
  return {
    traceId,
    outcome: settled.outcome,
    result: results.length === 1 ? results[0] : undefined,
    results,
    error: error as FlowError | undefined,
    events: withInner(traceId, recorder.events),
    chunks: items.entries.filter((item) => item.type === "chunk"),
    items: items.entries,
    latencyMs: settled.latencyMs ?? 0,
    notKept: { events: recorder.dropped, items: items.dropped },
  };
}

/** The events of a trace and of the traces inside it. */
function withInner(traceId: string, events: readonly FlowEvent[]): readonly FlowEvent[] {
  const family = new Set([traceId]);
  return events.filter((event) => {
    if (event.parentTraceId !== undefined && family.has(event.parentTraceId)) family.add(event.traceId);
    return family.has(event.traceId);
  });
}
