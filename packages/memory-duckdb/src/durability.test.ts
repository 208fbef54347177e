import { randomInt } from "node:crypto";
import type { ConversationStore, Turn } from "@pergola/resources";
import { describe, expect, it } from "vitest";
import { openDuckDbConversationStore } from "./open-duckdb-conversation-store.ts";
import { temporaryFolder } from "./temporary-folder.test-helper.ts";
import { scopeOf, takeTurn } from "./turns.test-helper.ts";
import { startWorker } from "./worker-process.test-helper.ts";

const ROUNDS = 12;

/** What may be found of a turn, by the last write that was acknowledged: the next one may have been stored too. */
const MAY_BE_FOUND: Readonly<Record<string, readonly string[]>> = {
  pending: ["interrupted", "suspended", "settled"],
  suspended: ["suspended", "settled"],
  settled: ["settled"],
};

describe("a process that is killed with SIGKILL", () => {
  it(`loses nothing that was acknowledged, in ${ROUNDS} rounds at random points`, async () => {
    await using folder = await temporaryFolder();
    const path = folder.file("killed.duckdb");
    const acknowledged = new Map<string, string>();
    for (let round = 0; round < ROUNDS; round++) {
      for (const [turn, status] of await killAtRandom(path, `round${round}`)) acknowledged.set(turn, status);
      await using store = await openDuckDbConversationStore({ path });
      const found = await turnsOf(store);
      for (const [turn, status] of acknowledged) expectKept(found.get(turn), { turn, status });
      expect([...found.values()].filter((turn) => turn.status === "pending")).toEqual([]);
      await takeTurn(store, scopeOf({ sessionId: "a" }), `after-${round}`);
      acknowledged.set(`a after-${round}`, "settled");
    }
    expect(acknowledged.size).toBeGreaterThan(ROUNDS);
  }, 60_000);
});

/** Lets a worker run to a random line, kills it, and gives back the last acknowledged status of each of its turns. */
async function killAtRandom(path: string, name: string): Promise<Map<string, string>> {
  await using worker = startWorker(path, name);
  await worker.reach(randomInt(1, 40));
  await worker.kill();
  const writes = worker.lines.filter((line) => line !== "opening").map((line) => line.split(" "));
  return new Map(writes.map(([status = "", sessionId, runId]) => [`${sessionId} ${runId}`, status]));
}

async function turnsOf(store: ConversationStore): Promise<Map<string, Turn>> {
  const { sessions } = await store.sessions(scopeOf());
  const found = new Map<string, Turn>();
  for (const { sessionId } of sessions) {
    const transcript = await store.transcript(scopeOf({ sessionId }));
    for (const turn of transcript?.turns ?? []) found.set(`${sessionId} ${turn.runId}`, turn);
  }
  return found;
}

function expectKept(found: Turn | undefined, { turn, status }: { turn: string; status: string }): void {
  expect(MAY_BE_FOUND[status], `${turn} was acknowledged as ${status}`).toContain(found?.status);
  const messages = [`question of ${found?.runId}`];
  if (found?.status === "settled") messages.push(`answer to ${found.runId}`);
  expect(found?.messages.map((message) => message.content)).toEqual(messages);
}
