import { median } from "./median.ts";

/** Does the work `times` times. */
export type Body = (times: number) => unknown;

export interface CpuTimeOptions {
  /** CPU milliseconds before the first sample, so that the compiler is done. Default 1 500. */
  readonly warmMs?: number;
  /** CPU milliseconds of one sample. Default 160. */
  readonly sampleMs?: number;
  /** Default 7. */
  readonly samples?: number;
  /** Microseconds so far. Default: CPU of this thread. */
  readonly read?: () => number;
}

/** CPU time of this thread so far, in microseconds. It does not grow while other processes hold the core. */
export function threadCpu(): number {
  const { user, system } = process.threadCpuUsage();
  return user + system;
}

/**
 * Microseconds of main-thread CPU that one turn of each body takes: medians of some samples. The bodies take turns, so
 * that a machine that grows busier meets all alike.
 */
export async function cpuTimes<const Bodies extends readonly Body[]>(
  bodies: Bodies,
  options: CpuTimeOptions = {},
): Promise<{ [Index in keyof Bodies]: number }> {
  const { warmMs = 1_500, sampleMs = 160, samples = 7, read = threadCpu } = options;
  const samplers: Sampler[] = [];
  for (const body of bodies) samplers.push(await warmedUp(timer(body, read), warmMs * 1_000));
  const found: number[][] = samplers.map(() => []);
  for (let round = 0; round < samples; round++) {
    for (const [index, sample] of samplers.entries()) found[index]?.push(await sample(sampleMs * 1_000));
  }
  return found.map(median) as { [Index in keyof Bodies]: number };
}

/** Takes about the given microseconds. @returns microseconds a turn */
type Sampler = (micros: number) => Promise<number>;
type Timed = (times: number) => Promise<number>;

const timer =
  (body: Body, read: () => number): Timed =>
  async (times) => {
    const start = read();
    await body(times);
    return (read() - start) / times;
  };

/** Runs ever more turns until enough CPU went into them; from then on it knows how many make a sample. */
async function warmedUp(timed: Timed, warmMicros: number): Promise<Sampler> {
  let each = await warmUp(timed, warmMicros);
  return async (micros) => {
    each = await timed(Math.max(1, Math.round(micros / Math.max(each, 0.001))));
    return each;
  };
}

async function warmUp(timed: Timed, warmMicros: number): Promise<number> {
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
