// A process of its own: works through turns of several sessions without end and writes one line to its standard output
// for each write that the store has acknowledged. Arguments: the file, and a name that its run ids begin with.
import { writeSync } from "node:fs";
import { openDuckDbConversationStore } from "@pergola/memory-duckdb";
import { admit, eventOf, scopeOf, settlementOf } from "./turns.test-helper.ts";

const [, , path = "", name = ""] = process.argv;
const report = (line: string) => writeSync(1, `${line}\n`);

report("opening");
const store = await openDuckDbConversationStore({ path });

async function work(sessionId: string): Promise<never> {
  const scope = scopeOf({ sessionId });
  for (let turn = 0; ; turn++) {
    const runId = `${name}-${turn}`;
    await admit(store, scope, runId);
    report(`pending ${sessionId} ${runId}`);
    if (turn % 3 === 0) {
      await store.suspend(scope, runId, [eventOf(runId)]);
      report(`suspended ${sessionId} ${runId}`);
    }
    if (turn % 6 === 0) continue;
    await store.settle(scope, runId, settlementOf(runId));
    report(`settled ${sessionId} ${runId}`);
  }
}

await Promise.all(["a", "b", "c", "d"].map(work));
