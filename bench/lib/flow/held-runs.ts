import { setImmediate } from "node:timers/promises";
import { type HeldHeap, heldHeap } from "./held-heap.ts";
import { inFlight } from "./in-flight.ts";
import { chainSteps, checkedChain, expectAnswer, HOPS, type Run, type Step } from "./run.ts";

/** Turns of the event loop without any step after which nothing moves any more. */
const STILL = 20;

/** A gate in the middle of a chain, and how many steps have begun. */
interface Gate {
  steps: readonly Step[];
  begun: number;
  closed: Promise<void> | undefined;
}

function gatedSteps(): Gate {
  const steps = chainSteps();
  const gate: Gate = { steps, begun: 0, closed: undefined };
  gate.steps = steps.map((step, place) => async (input) => {
    gate.begun++;
    if (place === HOPS / 2 && gate.closed !== undefined) await gate.closed;
    return step(input);
  });
  return gate;
}

/** Heap of runs that wait in the middle of a chain, or as near to it as they come. */
export async function heapOfRuns(
  make: (steps: readonly Step[]) => Run | Promise<Run>,
  count: number,
): Promise<HeldHeap> {
  const gate = gatedSteps();
  const run = await make(gate.steps);
  for (let round = 0; round < 20; round++) await inFlight(checkedChain(run), 100)(1);
  return heldHeap((runs) => holdRuns(gate, run, runs), { count });
}

async function holdRuns(gate: Gate, run: Run, count: number): Promise<() => Promise<unknown>> {
  let open = () => {};
  gate.closed = new Promise((resolve) => {
    open = resolve;
  });
  const runs = Array.from({ length: count }, (_, index) => run(index));
  await standstill(gate);
  return async () => {
    gate.closed = undefined;
    open();
    const results = await Promise.all(runs.splice(0));
    for (const [index, result] of results.entries()) expectAnswer(index, result, index + HOPS);
  };
}

async function standstill(gate: Gate): Promise<void> {
  for (let [still, last] = [0, -1]; still < STILL; still++) {
    if (gate.begun !== last) still = 0;
    last = gate.begun;
    await setImmediate();
  }
}
