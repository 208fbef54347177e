/** Somebody who holds a place for a trace. Where a node has many places those of one trace are a chain, so that its end finds them without a search. */
export interface Worker {
  next: Worker | undefined;
  previous: Worker | undefined;
  /** The trace ends before its time. */
  stop(reason: Error): void;
}

interface Employer {
  /** The last one who came. */
  working: Worker | undefined;
}

export function joinTrace(trace: Employer, worker: Worker): void {
  const next = trace.working;
  worker.next = next;
  if (next !== undefined) next.previous = worker;
  trace.working = worker;
}

export function leaveTrace(trace: Employer, worker: Worker): void {
  const { next, previous } = worker;
  if (previous === undefined) trace.working = next;
  else previous.next = next;
  if (next !== undefined) next.previous = previous;
  worker.next = undefined;
  worker.previous = undefined;
}
