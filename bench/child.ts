// One measurement in a process of its own: node bench/child.ts <work> <row> <contender>
import { measureOf } from "./lib/row.ts";
import { rowsOf } from "./lib/works.ts";

const [work = "", name, contender = ""] = process.argv.slice(2);
const row = (await rowsOf(work)).find((each) => each.row === name);
if (row === undefined) throw new Error(`Work ${work} has no row ${name}.`);
console.log(JSON.stringify(await measureOf(row, contender)()));
process.exit(0);
