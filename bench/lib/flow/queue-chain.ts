import { BoundedQueue } from "./bounded-queue.ts";
import type { Run, Step } from "./run.ts";

interface Item {
  value: number;
  readonly resolve: (result: number) => void;
}

/** The baseline of hops: a worker for each step, a bounded queue before each, and nothing else. */
export function queueChain(steps: readonly Step[]): Run {
  const first = new BoundedQueue<Item>();
  let last = first;
  for (const step of steps) {
    const next = new BoundedQueue<Item>();
    void workOn(last, step, next);
    last = next;
  }
  void settle(last);
  return async (value) => {
    let resolve: Item["resolve"] = () => {};
    const result = new Promise<number>((settled) => {
      resolve = settled;
    });
    await first.put({ value, resolve });
    return result;
  };
}

async function workOn(source: BoundedQueue<Item>, step: Step, target: BoundedQueue<Item>): Promise<never> {
  for (;;) {
    const item = await source.get();
    item.value = await step(item.value);
    await target.put(item);
  }
}

async function settle(source: BoundedQueue<Item>): Promise<never> {
  for (;;) {
    const { value, resolve } = await source.get();
    resolve(value);
  }
}
