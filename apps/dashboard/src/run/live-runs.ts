import type { RunEvent } from "@pergola/core";
import type { RunRequest } from "../api/runs.ts";

/** A run that this page has started, as far as it has come. */
export interface LiveRun {
  readonly agent: string;
  readonly sessionId: string;
  readonly runId: string;
  /** What the user said. */
  readonly message: string;
  /** In the order in which they came; text that came at once is one event. The same array grows: read it by its length. */
  readonly events: readonly RunEvent[];
  /** How many events were too many to be kept. */
  readonly droppedEvents: number;
  /** Whether nothing more will come: it has ended, or the connection has. */
  readonly isOver: boolean;
}

export interface LiveRunsOptions {
  /** Runs the work at the next frame: everything that came until then is told at once. */
  readonly atNextFrame: (work: () => void) => void;
}

/** The events of the runs that this page has started, for every page that shows them. */
export interface LiveRuns {
  /** Hands the events on as they are, and keeps them. */
  follow(run: RunRequest, events: AsyncIterable<RunEvent>): AsyncIterable<RunEvent>;
  /** The run of that id; a new object whenever something came, at most once a frame. */
  get(runId: string): LiveRun | undefined;
  /** Returns the removal of the listener. */
  subscribe(listener: () => void): () => void;
}

/** Most events of one run that are kept. */
const MAX_EVENTS = 20_000;
/** Most runs that are kept; the oldest that are over go first. */
const MAX_RUNS = 20;

interface Entry {
  readonly events: RunEvent[];
  readonly pending: RunEvent[];
  run: LiveRun;
}

/** Makes the store: no React inside. */
export function createLiveRuns({ atNextFrame }: LiveRunsOptions): LiveRuns {
  const entries = new Map<string, Entry>();
  const listeners = new Set<() => void>();
  let isFrameAsked = false;

  const drain = () => {
    isFrameAsked = false;
    for (const entry of entries.values()) keepPending(entry);
    for (const listener of [...listeners]) listener();
  };
  const drainSoon = () => {
    if (isFrameAsked) return;
    isFrameAsked = true;
    atNextFrame(drain);
  };
  const begin = (request: RunRequest, { runId }: RunEvent): Entry => {
    const { agent, sessionId, message } = request;
    const events: RunEvent[] = [];
    const run = { agent, sessionId, message, runId, events, droppedEvents: 0, isOver: false };
    const entry: Entry = { events, pending: [], run };
    entries.set(runId, entry);
    dropOldest(entries);
    return entry;
  };

  return {
    async *follow(request, events) {
      let entry: Entry | undefined;
      try {
        for await (const event of events) {
          entry ??= begin(request, event);
          entry.pending.push(event);
          drainSoon();
          yield event;
        }
      } finally {
        if (entry !== undefined) {
          keepPending(entry);
          entry.run = { ...entry.run, isOver: true };
          drainSoon();
        }
      }
    },
    get: (runId) => entries.get(runId)?.run,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function keepPending(entry: Entry): void {
  if (entry.pending.length === 0) return;
  const folded = foldText(entry.pending.splice(0));
  const room = Math.max(0, MAX_EVENTS - entry.events.length);
  const kept = folded.filter((event, index) => index < room || event.type === "run-finished");
  entry.events.push(...kept);
  const droppedEvents = entry.run.droppedEvents + folded.length - kept.length;
  entry.run = { ...entry.run, droppedEvents };
}

/** Pieces of one text that stand side by side become one. */
function foldText(events: readonly RunEvent[]): readonly RunEvent[] {
  const folded: RunEvent[] = [];
  for (const event of events) {
    const last = folded.at(-1);
    if (event.type === "text-delta" && last?.type === "text-delta" && isSameCall(last, event))
      folded[folded.length - 1] = { ...last, text: last.text + event.text };
    else folded.push(event);
  }
  return folded;
}

function isSameCall(a: RunEvent<"text-delta">, b: RunEvent<"text-delta">): boolean {
  return a.callId === b.callId && a.runId === b.runId;
}

function dropOldest(entries: Map<string, Entry>): void {
  if (entries.size <= MAX_RUNS) return;
  for (const [runId, { run }] of entries)
    if (run.isOver) {
      entries.delete(runId);
      return;
    }
}
