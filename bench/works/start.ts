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

/** Milliseconds of CPU that importing the URL takes, the mean of some fresh processes. */
async function importCost(url: string): Promise<number> {
  let sum = 0;
  for (let process = 0; process < PROCESSES; process++) sum += await importOnce(url);
  return sum / PROCESSES;
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

async function importCosts(url: string): Promise<Sample> {
  await importOnce(url); // brings the files into the page cache
  return { baseline: await importCost(import.meta.resolve("zod")), cost: await importCost(url) };
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
  { ...shared, row: "start-core", ours: () => importCosts(import.meta.resolve("@pergola/core")), peers: {} },
];
