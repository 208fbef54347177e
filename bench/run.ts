// npm run bench -- [work …] [--json] [--repetitions=5] [--iterations=10000] [--help]
import { helpText, parseCommand, type RunArguments } from "./lib/arguments.ts";
import { measureRow } from "./lib/measure-row.ts";
import type { Result } from "./lib/result.ts";
import { runContender } from "./lib/run-contender.ts";
import { toTable } from "./lib/table.ts";
import { rowsOf, workNames } from "./lib/works.ts";

async function bench({ works, json, repetitions, iterations }: RunArguments): Promise<Result[]> {
  const results: Result[] = [];
  for (const work of works) {
    for (const row of await rowsOf(work)) {
      const result = await measureRow(row, {
        repetitions,
        run: (order) => runContender({ ...order, work, settings: { iterations } }),
        report: console.error,
      });
      results.push(result);
      if (json) console.log(JSON.stringify(result));
    }
  }
  return results;
}

const command = parseCommand(process.argv.slice(2), workNames);
if (command.kind === "help") console.log(helpText(workNames));
else if (command.kind === "refused") {
  console.error(command.message);
  process.exitCode = 2;
} else {
  const results = await bench(command);
  if (!command.json) console.log(`\n${toTable(results)}`);
  const missed = results.filter(({ verdict }) => verdict === "missed");
  for (const { row, ratio, ours, unit } of missed)
    console.error(`Missed: ${row} (${ours} ${unit}, ratio ${ratio}).`);
  if (missed.length > 0) process.exitCode = 1;
}
