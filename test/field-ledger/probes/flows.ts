import { isPergolaError, sleep } from "@pergola/core";
import { createFlow, type Flow, type FlowOptions, type NodeContext, node } from "@pergola/flow-runtime";
import type { VirtualTime } from "@pergola/testkit";

/** What the one node of a flow does. */
export type Work = (payload: unknown, context: NodeContext) => unknown;

/** A flow of one node, on virtual time. */
export function flowOf(time: VirtualTime, work: Work, options: Omit<FlowOptions, "edges"> = {}): Flow {
  return createFlow({ ...time.seams, ...options, edges: [node({ name: "work" }, work).to()] });
}

/** A flow whose node goes round until something stops it. */
export function endlessFlow(time: VirtualTime, options: Omit<FlowOptions, "edges"> = {}) {
  let rounds = 0;
  const spin = node({ name: "spin", allowCycle: true }, async (_: unknown, { emit, addTokens }) => {
    rounds++;
    addTokens(5);
    await emit("on", { to: "spin" });
  });
  const flow: Flow = createFlow({ ...time.seams, ...options, edges: [spin.to(spin)] });
  return { flow, rounds: () => rounds };
}

/** What some work came to: what it gave, or the code of its error. Errors without a code are passed on. */
export async function outcome(
  work: Promise<unknown>,
): Promise<{ readonly result: unknown } | { readonly code: string }> {
  try {
    return { result: await work };
  } catch (error) {
    if (isPergolaError(error)) return { code: error.code };
    throw error;
  }
}

/** What some work came to, and when. */
export async function ending(time: VirtualTime, work: Promise<unknown>) {
  return { ...(await time.settle(outcome(work))), at: time.now };
}

/** The code of the error that a definition is refused with; undefined when it is taken. */
export function refusal(define: () => unknown): string | undefined {
  try {
    define();
    return undefined;
  } catch (error) {
    if (isPergolaError(error)) return error.code;
    throw error;
  }
}

/** A signal that fires after some virtual time. */
export function abortAfter(time: VirtualTime, delayMs: number): AbortSignal {
  const controller = new AbortController();
  time.seams.clock.setTimer(delayMs, () => controller.abort(new Error("It was aborted.")));
  return controller.signal;
}

/** Waits on virtual time. */
export const pause = (time: VirtualTime, delayMs: number, signal?: AbortSignal) =>
  sleep(delayMs, { clock: time.seams.clock, ...(signal !== undefined && { signal }) });

/** Sends until there is no room. @returns how many were taken */
export function sentUntilFull(flow: Flow, most = 20): number {
  for (let taken = 0; taken < most; taken++)
    if (refusal(() => flow.emitNowait(taken)) === "QUEUE_FULL") return taken;
  throw new Error(`There is room for ${most} and more.`);
}

/** How many run at the same time. */
export class Overlap {
  most = 0;
  #now = 0;

  async during(work: () => Promise<unknown>): Promise<void> {
    this.most = Math.max(this.most, ++this.#now);
    await work();
    this.#now--;
  }
}
