import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createAgent, type LoggedRun } from "@pergola/builders";
import type { RunEvent } from "@pergola/core";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { duckdb } from "@pergola/memory-duckdb";
import { afterEach, beforeEach, expect, it } from "vitest";

const ROUNDS = 4;

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pergola-run-log-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Runs the worker until it has told so many events, and kills it. @returns what it told, by run */
async function killedAfter(count: number, path: string, name: string): Promise<Map<string, RunEvent[]>> {
  const script = join(import.meta.dirname, "worker.test-helper.ts");
  const child = spawn(process.execPath, ["--conditions=@pergola/source", script, path, name], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const closed = once(child, "close");
  const told = new Map<string, RunEvent[]>();
  let events = 0;
  const lines = createInterface({ input: child.stdout });
  const read = once(lines, "close");
  lines.on("line", (line) => {
    // The last line may be cut off.
    if (!line.endsWith("}")) return;
    const event = JSON.parse(line) as RunEvent;
    told.set(event.runId, [...(told.get(event.runId) ?? []), event]);
    events += 1;
    if (events === count) kill(child);
  });
  await Promise.all([closed, read]);
  expect(events).toBeGreaterThanOrEqual(count);
  return told;
}

const kill = (child: ChildProcess) => child.kill("SIGKILL");

async function storedRuns(path: string): Promise<Map<string, LoggedRun>> {
  await using agent = await createAgent({ name: "host" })
    .withLlm(new ScriptedChatModel([]))
    .withMemory({ type: "conversation", provider: duckdb({ path }) })
    .start();
  const runs = new Map<string, LoggedRun>();
  let cursor: string | undefined;
  do {
    const page = await agent.runLog({ userId: "ada", limit: 200, cursor });
    for (const run of page.runs) runs.set(run.runId, run);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return runs;
}

it("the run log is what the stream told, one to one, also after kill -9; a run cut off is interrupted", async () => {
  const path = join(folder, "memory.duckdb");
  const told = new Map<string, RunEvent[]>();
  for (let round = 0; round < ROUNDS; round++) {
    // A place of its own in each round: within a run, between two, at the very start.
    for (const [runId, events] of await killedAfter(20 + 37 * round, path, `round${round}`))
      told.set(runId, events);
    const stored = await storedRuns(path);

    for (const [runId, events] of told) {
      const run = stored.get(runId);
      if (events.at(-1)?.type === "run-finished") {
        expect(run).toMatchObject({ status: "settled", outcome: "completed" });
        expect(run?.events).toEqual(events);
        // Stored, but the process died before it was told.
      } else if (run?.status === "settled") expect(run.events.slice(0, events.length)).toEqual(events);
      else expect(run === undefined || run.status === "interrupted").toBe(true);
    }
    for (const run of stored.values()) expect(["settled", "interrupted"]).toContain(run.status);
  }
  const ends = [...told.values()].map((events) => events.at(-1)?.type === "run-finished");
  expect([ends.includes(true), ends.includes(false)]).toEqual([true, true]);
}, 120_000);
