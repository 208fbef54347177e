// A process of its own: sets and deletes values of four users without end, and writes a line for each write that was
// acknowledged: `set` with the user, the key and the value, `delete` with the user and the key. Arguments: the file, and a
// name that its values begin with.
import { writeSync } from "node:fs";
import { openDuckDbConversationStore } from "@pergola/memory-duckdb";

const [, , path = "", name = ""] = process.argv;
const report = (line: string) => writeSync(1, `${line}\n`);

const { userMemory } = await openDuckDbConversationStore({ path });

async function work(userId: string): Promise<never> {
  const scope = { tenantId: "t", agentId: "a", userId };
  for (let round = 0; ; round++) {
    const key = `k${round % 5}`;
    await userMemory.set(scope, key, `${name}-${round}`);
    report(`set ${userId} ${key} ${name}-${round}`);
    if (round % 3 !== 0) continue;
    await userMemory.delete(scope, key);
    report(`delete ${userId} ${key}`);
  }
}

await Promise.all(["ada", "bob", "eve", "dan"].map(work));
