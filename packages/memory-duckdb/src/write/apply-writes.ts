import { scopeKey } from "@pergola/core";
import { applyBudgetWrites } from "../budget/apply-budget-writes.ts";
import type { Connection } from "../file/connection.ts";
import { applyMetricWrites } from "../metrics/apply-metric-writes.ts";
import { isMetricWrite } from "../metrics/metric-write.ts";
import { applyUserMemoryWrites } from "../user-memory/apply-user-memory-writes.ts";
import { deleteSession } from "./delete-session.ts";
import { insertTurns } from "./insert-turns.ts";
import { updateTurns } from "./update-turns.ts";
import { type SessionWrite, sessionOf, type Write, type WriteOutcome } from "./write.ts";

/** What a writer needs to know of its file. */
export interface WriteContext {
  /** Names this opening of the file. */
  readonly ownerId: string;
  /** The next number of the file's one counter, from which positions and revisions come. */
  nextRevision(): number;
}

/**
 * Applies writes inside the open transaction, in order within a session. Writes of different sessions know nothing of
 * each other, so a wave of them goes through in one statement for each kind.
 */
export async function applyWrites(
  connection: Connection,
  writes: readonly Write[],
  context: WriteContext,
): Promise<WriteOutcome[]> {
  const ofBudgets = writes.filter(isOfBudgets);
  const ofUserMemory = writes.filter(isOfUserMemory);
  const ofMetrics = writes.filter(isMetricWrite);
  const ofSessions = writes.filter(isOfSessions);
  const outcomes = new Map<Write, WriteOutcome>();
  if (ofBudgets.length > 0)
    for (const [write, outcome] of await applyBudgetWrites(connection, ofBudgets))
      outcomes.set(write, outcome);
  if (ofUserMemory.length > 0)
    for (const [write, outcome] of await applyUserMemoryWrites(connection, ofUserMemory))
      outcomes.set(write, outcome);
  if (ofMetrics.length > 0)
    for (const [write, outcome] of await applyMetricWrites(connection, ofMetrics))
      outcomes.set(write, outcome);
  const revisions = new Map<Write, number>(ofSessions.map((write) => [write, context.nextRevision()]));
  for (const wave of wavesOf(ofSessions))
    await applyWave(connection, wave, { ownerId: context.ownerId, revisions, outcomes });
  return writes.map((write) => outcomes.get(write) ?? { isChanged: false });
}

const isOfBudgets = (write: Write) => write.kind === "budget-reserve" || write.kind === "budget-settle";

const isOfUserMemory = (write: Write) =>
  write.kind === "user-memory-set" ||
  write.kind === "user-memory-delete" ||
  write.kind === "user-memory-clear";

const isOfSessions = (write: Write): write is SessionWrite =>
  !isOfBudgets(write) && !isOfUserMemory(write) && !isMetricWrite(write);

/** Cuts the writes where a session comes a second time. */
function wavesOf(writes: readonly SessionWrite[]): SessionWrite[][] {
  const waves: SessionWrite[][] = [];
  let sessions = new Set<string>();
  for (const write of writes) {
    const { tenantId, agentId, userId, sessionId } = sessionOf(write);
    const key = scopeKey({ tenantId, agentId, userId, sessionId });
    const wave = waves.at(-1);
    if (wave === undefined || sessions.has(key)) {
      waves.push([write]);
      sessions = new Set([key]);
    } else {
      wave.push(write);
      sessions.add(key);
    }
  }
  return waves;
}

interface WaveState {
  readonly ownerId: string;
  readonly revisions: ReadonlyMap<Write, number>;
  readonly outcomes: Map<Write, WriteOutcome>;
}

async function applyWave(
  connection: Connection,
  wave: readonly SessionWrite[],
  state: WaveState,
): Promise<void> {
  const { ownerId, revisions, outcomes } = state;
  const revisionsOf = (writes: readonly Write[]) => writes.map((write) => revisions.get(write) ?? 0);
  const note = (writes: readonly Write[], results: readonly WriteOutcome[]) => {
    for (const [index, result] of results.entries()) {
      const write = writes[index];
      if (write !== undefined) outcomes.set(write, result);
    }
  };
  const admits = wave.filter((write) => write.kind === "admit");
  const updates = wave.filter((write) => write.kind === "suspend" || write.kind === "settle");
  const deletes = wave.filter((write) => write.kind === "delete");
  note(admits, await insertTurns(connection, admits, { positions: revisionsOf(admits), ownerId }));
  note(updates, await updateTurns(connection, updates, revisionsOf(updates)));
  for (const write of deletes) outcomes.set(write, await deleteSession(connection, write.session));
}
