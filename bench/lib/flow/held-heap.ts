import { liveHeap } from "../heap.ts";

/** Bytes of heap of one thing: while all are held, and what stays of it afterwards. */
export interface HeldHeap {
  readonly held: number;
  readonly left: number;
}

export interface HeldHeapOptions {
  readonly count: number;
  /** Bytes of live heap. Default: of this process, after a collection. */
  readonly read?: () => Promise<number>;
}

/** @param hold makes the things and resolves once they stand still, with what lets them go */
export async function heldHeap(
  hold: (count: number) => Promise<() => Promise<unknown>>,
  { count, read = liveHeap }: HeldHeapOptions,
): Promise<HeldHeap> {
  const before = await read();
  const letGo = await hold(count);
  const during = await read();
  await letGo();
  return { held: (during - before) / count, left: ((await read()) - before) / count };
}
