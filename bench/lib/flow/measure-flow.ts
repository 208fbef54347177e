import { cpuTimes } from "../cpu-time.ts";
import type { Sample } from "../row.ts";
import { inFlight } from "./in-flight.ts";
import { queueChain } from "./queue-chain.ts";
import { queueFanOut } from "./queue-fan-out.ts";
import { AT_ONCE, branchSteps, chainSteps, checkedChain, checkedFanOut, HOPS, type Run, sum } from "./run.ts";

type Maybe<Value> = Value | Promise<Value>;

/** Microseconds of a hop through the bare queues and through the chain that is made. */
export async function measureHops(
  make: (steps: ReturnType<typeof chainSteps>) => Maybe<Run>,
  atOnce: number = AT_ONCE,
): Promise<Sample> {
  const bare = checkedChain(queueChain(chainSteps()));
  const run = checkedChain(await make(chainSteps()));
  return compare(inFlight(bare, atOnce), inFlight(run, atOnce), HOPS * atOnce);
}

/** Microseconds of a fan-out with its join, over bare queues and as it is made. */
export async function measureFanOut(
  make: (steps: ReturnType<typeof branchSteps>, join: typeof sum) => Maybe<Run>,
): Promise<Sample> {
  const bare = checkedFanOut(queueFanOut(branchSteps(), sum));
  const run = checkedFanOut(await make(branchSteps(), sum));
  return compare(inFlight(bare, AT_ONCE), inFlight(run, AT_ONCE), AT_ONCE);
}

/** @param units how many one turn of a body is */
export async function compare(
  baseline: Parameters<typeof cpuTimes>[0][number],
  body: Parameters<typeof cpuTimes>[0][number],
  units: number,
): Promise<Sample> {
  const [bare, cost] = await cpuTimes([baseline, body]);
  return { baseline: bare / units, cost: cost / units };
}
