import { setImmediate } from "node:timers/promises";
import { type Point, slopeOf } from "./slope.ts";

export interface HeapOptions {
  /** Turns that are watched, after `warmUp` others. */
  readonly iterations: number;
  /** Turns until caches are full and code is compiled. Default 2 000. */
  readonly warmUp?: number;
  /** Bytes of live heap. Default: of this process, after a collection. */
  readonly read?: () => Promise<number>;
}

const SAMPLES = 40;

/** Bytes of heap that one turn leaves behind: the slope of the live heap over many turns. */
export async function heapSlope(
  once: (index: number) => Promise<unknown>,
  { iterations, warmUp = 2_000, read = liveHeap }: HeapOptions,
): Promise<number> {
  for (let index = 0; index < warmUp; index++) await once(index);
  const points: Point[] = [{ x: 0, y: await read() }];
  const every = Math.max(1, Math.floor(iterations / SAMPLES));
  for (let done = 1; done <= iterations; done++) {
    await once(done);
    if (done % every === 0) points.push({ x: done, y: await read() });
  }
  return slopeOf(points);
}

/** Bytes of heap that one thing takes that is kept. */
export async function heapOf(create: () => Promise<unknown>, count = 200): Promise<number> {
  await create();
  const before = await liveHeap();
  const kept: unknown[] = [];
  while (kept.length < count) kept.push(await create());
  const bytes = ((await liveHeap()) - before) / count;
  if (kept.length !== count) throw new Error("What is measured must be held until here.");
  return bytes;
}

/** Bytes in use after a collection. @throws without `--expose-gc` */
export async function liveHeap(): Promise<number> {
  const { gc } = globalThis;
  if (gc === undefined) throw new Error("Node must run with --expose-gc.");
  // What a weak reference has given out lives until its task ends, and finalizers run in a later one.
  for (let pass = 0; pass < 2; pass++) {
    await setImmediate();
    await gc();
  }
  return process.memoryUsage().heapUsed;
}
