import { median } from "./median.ts";

/** Does the work `times` times. */
export type Body = (times: number) => unknown;

export interface CpuTimeOptions {
  /** CPU milliseconds before the first sample, so that the compiler is done. Default 1 500. */
  readonly warmMs?: number;
  /** CPU milliseconds of one sample. Default 160. */
  readonly sampleMs?: number;
  /** Default 5. */
  readonly samples?: number;
  /** Microseconds so far. Default: CPU of this thread. */
  readonly read?: () => number;
}

/** CPU time of this thread so far, in microseconds. It does not grow while other processes hold the core. */
export function threadCpu(): number {
  const { user, system } = process.threadCpuUsage();
  return user + system;
}

/** Microseconds of main-thread CPU that one turn of the body takes: the median of some samples. */
export async function cpuTime(body: Body, options: CpuTimeOptions = {}): Promise<number> {
  const { warmMs = 1_500, sampleMs = 160, samples = 5, read = threadCpu } = options;
  const timed = async (times: number) => {
    const start = read();
    await body(times);
    return (read() - start) / times;
  };
  let each = await warmUp(timed, warmMs * 1_000);
  const found: number[] = [];
  while (found.length < samples) {
    each = await timed(Math.max(1, Math.round((sampleMs * 1_000) / Math.max(each, 0.001))));
    found.push(each);
  }
  return median(found);
}

/** Runs ever more turns until enough CPU went into them. @returns microseconds a turn at the end */
async function warmUp(timed: (times: number) => Promise<number>, warmMicros: number): Promise<number> {
  for (let [times, spent] = [1, 0]; ; times *= 2) {
    const each = await timed(times);
    spent += each * times;
    if (spent >= warmMicros) return each;
  }
}

/** A body that calls `once` one after the other, with the number of the call. */
export const inSequence =
  (once: (index: number) => unknown): Body =>
  async (times) => {
    for (let index = 0; index < times; index++) await once(index);
  };
