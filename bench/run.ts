// npm run bench -- [agent|stream|start|messages …] [--json] [--repetitions=5]
import { parseArgs } from "node:util";
import { interleave } from "./lib/interleave.ts";
import { type Result, resultOf } from "./lib/result.ts";
import { contendersOf, type Row, type Sample } from "./lib/row.ts";
import { runContender } from "./lib/run-contender.ts";
import { toTable } from "./lib/table.ts";
import { rowsOf, workNames } from "./lib/works.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: "boolean", default: false }, repetitions: { type: "string", default: "5" } },
});

async function measureRow(work: string, row: Row): Promise<Result> {
  const samples: Record<string, Sample[]> = {};
  for (const contender of interleave(contendersOf(row), Number(values.repetitions))) {
    const sample = await runContender(work, row.row, contender);
    samples[contender] = [...(samples[contender] ?? []), sample];
    const { cost, baseline } = sample;
    console.error(
      `${row.row} ${contender}: ${cost.toPrecision(3)} ${row.unit}, ${(cost / baseline).toPrecision(3)} × ${row.baseline}`,
    );
  }
  return resultOf(row, samples);
}

const results: Result[] = [];
for (const work of positionals.length > 0 ? positionals : workNames) {
  for (const row of await rowsOf(work)) {
    const result = await measureRow(work, row);
    results.push(result);
    if (values.json) console.log(JSON.stringify(result));
  }
}
if (!values.json) console.log(`\n${toTable(results)}`);
