import type { RunEvent } from "@pergola/core";
import { errorData } from "../../api/api-error.ts";
import type { RunRequest } from "../../api/runs.ts";
import { createTurn, isLive, type Turn } from "./turn.ts";
import { reduceTurn, type TurnAction } from "./turn-reducer.ts";

export interface LiveTurnsOptions {
  readonly streamRun: (run: RunRequest, signal: AbortSignal) => AsyncIterable<RunEvent>;
  readonly cancelRun: (runId: string) => Promise<unknown>;
  /** Runs the work at the next frame: everything that came until then is drawn at once. */
  readonly atNextFrame: (work: () => void) => void;
  readonly newKey: () => string;
  readonly now: () => number;
  /** After the terminal event, or whatever ended the stream. */
  readonly onSettled: (run: RunRequest) => void;
  /** How long to wait for the terminal event after a stop was accepted. Default 4000. */
  readonly stopTimeoutMs?: number;
}

/** The turns that this page has started. They go on while the person looks at another session. */
export interface LiveTurns {
  send(run: RunRequest): void;
  /** Asks the server to stop the session's running turn; closes the connection if that does not work. */
  stop(agent: string, sessionId: string): void;
  /** The session's turns, oldest first; the same array until one changes. */
  turnsOf(agent: string, sessionId: string): readonly Turn[];
  /** Drops settled turns whose stored form the page has by now. */
  forget(agent: string, sessionId: string, runIds: ReadonlySet<string>): void;
  /** Returns the removal of the listener. */
  subscribe(listener: () => void): () => void;
}

interface Entry {
  readonly run: RunRequest;
  readonly abort: AbortController;
  readonly pending: TurnAction[];
  turn: Turn;
}

/** Most turns that are kept in memory; the oldest settled ones go first. */
const MAX_ENTRIES = 200;
const NONE: readonly Turn[] = [];

/** Makes the store of live turns: no React inside, everything from outside is given. */
export function createLiveTurns(options: LiveTurnsOptions): LiveTurns {
  let entries: readonly Entry[] = [];
  let snapshots = new Map<string, readonly Turn[]>();
  let isFrameAsked = false;
  const listeners = new Set<() => void>();

  const publish = () => {
    snapshots = snapshotsOf(entries, snapshots);
    for (const listener of [...listeners]) listener();
  };
  const drain = () => {
    isFrameAsked = false;
    for (const entry of entries) entry.turn = entry.pending.splice(0).reduce(reduceTurn, entry.turn);
    publish();
  };
  const push = (entry: Entry, action: TurnAction) => {
    entry.pending.push(action);
    if (isFrameAsked) return;
    isFrameAsked = true;
    options.atNextFrame(drain);
  };
  const follow = async (entry: Entry) => {
    try {
      for await (const event of options.streamRun(entry.run, entry.abort.signal)) push(entry, event);
    } catch (thrown) {
      const isStopped = entry.abort.signal.aborted || entry.turn.status === "stopping";
      push(entry, isStopped ? { type: "stop-forced" } : { type: "stream-failed", error: errorData(thrown) });
    }
    drain();
    options.onSettled(entry.run);
  };

  return {
    send(run) {
      const turn = createTurn({ key: options.newKey(), message: run.message, startedAt: options.now() });
      const entry: Entry = { run, turn, abort: new AbortController(), pending: [] };
      entries = withoutSurplus([...entries, entry]);
      publish();
      void follow(entry);
    },
    stop(agent, sessionId) {
      const entry = entries.find((each) => isOf(each, agent, sessionId) && isLive(each.turn));
      if (!entry || entry.turn.status === "stopping") return;
      push(entry, { type: "stop-asked" });
      drain();
      stopEntry(entry, options);
    },
    turnsOf: (agent, sessionId) => snapshots.get(keyOf(agent, sessionId)) ?? NONE,
    forget(agent, sessionId, runIds) {
      const isDone = ({ turn }: Entry) => !isLive(turn) && turn.runId !== undefined && runIds.has(turn.runId);
      const kept = entries.filter((entry) => !(isOf(entry, agent, sessionId) && isDone(entry)));
      if (kept.length === entries.length) return;
      entries = kept;
      publish();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function stopEntry(entry: Entry, { cancelRun, stopTimeoutMs = 4_000 }: LiveTurnsOptions): void {
  const { abort, turn } = entry;
  if (turn.runId === undefined) {
    abort.abort();
    return;
  }
  const timer = setTimeout(() => abort.abort(), stopTimeoutMs);
  cancelRun(turn.runId).catch(() => {
    clearTimeout(timer);
    abort.abort();
  });
}

function snapshotsOf(entries: readonly Entry[], before: ReadonlyMap<string, readonly Turn[]>) {
  const groups = Map.groupBy(entries, ({ run }) => keyOf(run.agent, run.sessionId));
  const snapshots = new Map<string, readonly Turn[]>();
  for (const [key, group] of groups) {
    const turns = group.map((entry) => entry.turn);
    const old = before.get(key);
    const isSame = old?.length === turns.length && turns.every((turn, index) => turn === old[index]);
    snapshots.set(key, isSame ? old : turns);
  }
  return snapshots;
}

function withoutSurplus(entries: readonly Entry[]): readonly Entry[] {
  if (entries.length <= MAX_ENTRIES) return entries;
  const oldest = entries.find((entry) => !isLive(entry.turn));
  return oldest ? entries.filter((entry) => entry !== oldest) : entries;
}

function isOf({ run }: Entry, agent: string, sessionId: string): boolean {
  return run.agent === agent && run.sessionId === sessionId;
}

function keyOf(agent: string, sessionId: string): string {
  return JSON.stringify([agent, sessionId]);
}
