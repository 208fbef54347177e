// A process of its own: reserves and settles without end, four at a time, and writes a line for each that was acknowledged:
// `granted` with the tokens that were reserved, `settled` with those that came back. Arguments: the file, and a name.
import { writeSync } from "node:fs";
import { openDuckDbBudgetLedger } from "@pergola/memory-duckdb";

const [, , path = ""] = process.argv;
const report = (line: string) => writeSync(1, `${line}\n`);
const account = { scope: { tenantId: "t", agentId: "a", userId: "u" }, period: "total" };

const ledger = await openDuckDbBudgetLedger({ path });

async function work(): Promise<never> {
  for (;;) {
    const answer = await ledger.reserve({
      accounts: [{ account, limit: {} }],
      base: { tokens: 100, nanoUsd: 0 },
      unit: { tokens: 1, nanoUsd: 0 },
      minUnits: 0,
      maxUnits: 0,
    });
    if (answer.shortfall !== undefined) throw new Error("There is no limit.");
    report("granted 100");
    await ledger.settle(answer.id, { tokens: 50, nanoUsd: 0 });
    report("settled 50");
  }
}

await Promise.all([work(), work(), work(), work()]);
