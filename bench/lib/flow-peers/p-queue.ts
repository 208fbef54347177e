import { load } from "../../contenders/p-queue/load.ts";
import manifest from "../../contenders/p-queue/package.json" with { type: "json" };
import type { Step } from "../flow/run.ts";
import type { FlowPeer } from "./flow-peer.ts";

interface PQueue {
  add(work: () => Promise<number>): Promise<number>;
}

async function queuesFor(steps: readonly Step[]) {
  const { default: Queue } = (await load("p-queue")) as { default: new (options: object) => PQueue };
  return steps.map((step) => ({ step, queue: new Queue({ concurrency: 1 }) }));
}

/** p-queue: a queue for each step. */
export const pQueue: FlowPeer = {
  version: manifest.dependencies["p-queue"],

  async chain(steps) {
    const queues = await queuesFor(steps);
    return async (input) => {
      let value = input;
      for (const { step, queue } of queues) {
        const given = value;
        value = await queue.add(() => step(given));
      }
      return value;
    };
  },

  async fanOut(branches, join) {
    const queues = await queuesFor(branches);
    return async (input) =>
      join(await Promise.all(queues.map(({ step, queue }) => queue.add(() => step(input)))));
  },
};
