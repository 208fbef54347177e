import { BoundedQueue } from "./bounded-queue.ts";
import type { Run, Step } from "./run.ts";

interface Item {
  readonly input: number;
  readonly results: number[];
  missing: number;
  readonly resolve: (result: number) => void;
}

interface Part {
  readonly item: Item;
  readonly place: number;
  readonly value: number;
}

/** The baseline of a fan-out: one who deals out, a worker for each branch, one who counts, and queues between them. */
export function queueFanOut(branches: readonly Step[], join: (values: readonly number[]) => number): Run {
  const first = new BoundedQueue<Item>();
  const queues = branches.map(() => new BoundedQueue<Item>());
  const last = new BoundedQueue<Part>();
  void dealOut(first, queues);
  for (const [place, step] of branches.entries())
    void workOn(queues[place] as BoundedQueue<Item>, async (item) => {
      await last.put({ item, place, value: await step(item.input) });
    });
  void gather(last, join);
  return async (input) => {
    let resolve: Item["resolve"] = () => {};
    const result = new Promise<number>((settled) => {
      resolve = settled;
    });
    const results = new Array<number>(branches.length).fill(0);
    await first.put({ input, results, missing: branches.length, resolve });
    return result;
  };
}

async function dealOut(source: BoundedQueue<Item>, targets: readonly BoundedQueue<Item>[]): Promise<never> {
  for (;;) {
    const item = await source.get();
    for (const target of targets) await target.put(item);
  }
}

async function workOn(source: BoundedQueue<Item>, work: (item: Item) => Promise<void>): Promise<never> {
  for (;;) await work(await source.get());
}

async function gather(
  source: BoundedQueue<Part>,
  join: (values: readonly number[]) => number,
): Promise<never> {
  for (;;) {
    const { item, place, value } = await source.get();
    item.results[place] = value;
    if (--item.missing === 0) item.resolve(join(item.results));
  }
}
