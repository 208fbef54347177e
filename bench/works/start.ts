import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { peerContenders } from "../lib/peers/peer-contenders.ts";
import type { Row, Sample } from "../lib/row.ts";

const CODE = `
const { argv, threadCpuUsage } = process;
const before = threadCpuUsage();
await import(argv[1]);
const { user, system } = threadCpuUsage();
console.log((user + system - before.user - before.system) / 1000);`;

/** Processes per figure: some kernels count CPU time in steps of several milliseconds. */
const PROCESSES = 4;

/** Milliseconds of CPU that importing zod and importing the URL take, means of fresh processes that take turns. */
async function importCosts(url: string): Promise<Sample> {
  await importOnce(url); // brings the files into the page cache
  const sum = { baseline: 0, cost: 0 };
  for (let process = 0; process < PROCESSES; process++) {
    sum.baseline += await importOnce(import.meta.resolve("zod"));
    sum.cost += await importOnce(url);
  }
  return { baseline: sum.baseline / PROCESSES, cost: sum.cost / PROCESSES };
}

async function importOnce(url: string): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    "--input-type=module",
    "--eval",
    CODE,
    "--",
    url,
  ]);
  return Number(stdout);
}

const shared = { unit: "ms", baseline: "importing zod" };

/** What an import costs, before anything is done with it. */
export const startRows: readonly Row[] = [
  {
    ...shared,
    row: "start",
    target: 1.6,
    ours: () => importCosts(import.meta.resolve("@pergola/builders")),
    peers: peerContenders((peer) => importCosts(peer.entry())),
  },
  {
    ...shared,
    row: "start-flow",
    target: 0.25,
    ours: () => importCosts(import.meta.resolve("@pergola/flow-runtime")),
    peers: {},
  },
  { ...shared, row: "start-core", ours: () => importCosts(import.meta.resolve("@pergola/core")), peers: {} },
];
