// One measurement in a process of its own: node bench/child.ts '{ "work", "row", "contender", "settings" }'
import { measureOf } from "./lib/row.ts";
import type { Order } from "./lib/run-contender.ts";
import { rowsOf } from "./lib/works.ts";

const order = JSON.parse(process.argv[2] ?? "{}") as Order;
const row = (await rowsOf(order.work)).find((each) => each.row === order.row);
if (row === undefined) throw new Error(`Work ${order.work} has no row ${order.row}.`);
console.log(`\n${JSON.stringify(await measureOf(row, order.contender)(order.settings))}`);
process.exit(0);
