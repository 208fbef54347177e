import { abortReason } from "@pergola/core";
import type { FlowEvent, FlowListener } from "@pergola/flow-runtime";
import { BoundedList } from "../bounded-list.ts";
import { checkCount } from "../check-count.ts";
import { testkitErrors } from "../errors.ts";
import { type EventFilter, fitsFilter } from "./event-filter.ts";
import type { TraceEvents } from "./trace-events.ts";

export interface RecordEventsOptions extends EventFilter {
  /** Most events that are kept; then the oldest go. Default 10 000. */
  readonly maxEvents?: number;
}

/** What a flow told while the recorder was open. */
export interface EventRecorder extends Disposable {
  /** What is kept, in order. */
  readonly events: readonly FlowEvent[];
  /** Events that had no room. */
  readonly dropped: number;
  /** What is kept and fits. */
  of(filter: EventFilter): readonly FlowEvent[];
  /** The events of one trace, for `expectNodeSequence`. */
  trace(traceId: string): TraceEvents;
  /**
   * The first event that fits: one that is kept, or the next that comes.
   *
   * @throws RECORDER_CLOSED, and the signal's reason
   */
  waitFor(filter: EventFilter, options?: { readonly signal?: AbortSignal }): Promise<FlowEvent>;
  /** Forgets what was kept. */
  clear(): void;
  /** Listens no more; who waits is told. What was kept stays. Idempotent. */
  close(): void;
}

interface Waiter {
  readonly filter: EventFilter;
  readonly resolve: (event: FlowEvent) => void;
  readonly reject: (error: unknown) => void;
}

/** What the recorder needs of a flow. */
interface Observable {
  on(listener: FlowListener): () => void;
}

/** Records the events of a flow from now on. @throws INVALID_TEST_OPTIONS */
export function recordEvents(
  flow: Observable,
  { maxEvents = 10_000, ...filter }: RecordEventsOptions = {},
): EventRecorder {
  checkCount("maxEvents", maxEvents);
  const kept = new BoundedList<FlowEvent>(maxEvents);
  const waiters = new Set<Waiter>();
  let isClosed = false;
  const stop = flow.on((event) => {
    if (!fitsFilter(event, filter)) return;
    kept.push(event);
    for (const waiter of waiters) if (fitsFilter(event, waiter.filter)) waiter.resolve(event);
  });
  const close = () => {
    if (isClosed) return;
    isClosed = true;
    stop();
    for (const waiter of [...waiters]) waiter.reject(closedError(waiter.filter));
  };
  const of = (wanted: EventFilter) => kept.entries.filter((event) => fitsFilter(event, wanted));
  return {
    events: kept.entries,
    get dropped() {
      return kept.dropped;
    },
    of,
    trace: (traceId) => ({ traceId, events: of({ traceId }) }),
    async waitFor(wanted, { signal } = {}) {
      if (signal?.aborted) throw abortReason(signal);
      const found = kept.entries.find((event) => fitsFilter(event, wanted));
      if (found !== undefined) return found;
      if (isClosed) throw closedError(wanted);
      return waitIn(waiters, wanted, signal);
    },
    clear: () => kept.clear(),
    close,
    [Symbol.dispose]: close,
  };
}

async function waitIn(waiters: Set<Waiter>, filter: EventFilter, signal: AbortSignal | undefined) {
  const { promise, resolve, reject } = Promise.withResolvers<FlowEvent>();
  const waiter = { filter, resolve, reject };
  const onAbort = () => reject(abortReason(signal as AbortSignal));
  waiters.add(waiter);
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    return await promise;
  } finally {
    waiters.delete(waiter);
    signal?.removeEventListener("abort", onAbort);
  }
}

function closedError(filter: EventFilter) {
  return testkitErrors.create("RECORDER_CLOSED", {
    message: `The recorder was closed before an event ${JSON.stringify(filter)} came.`,
    hint: "Close it after the wait, or wait for an event that the flow does tell.",
    details: { filter },
  });
}
