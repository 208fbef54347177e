import { createFlow, node } from "@pergola/flow-runtime";
import { BARE } from "./our-flows.ts";

/** Begins so many traces at a node that is busy, and cancels them, the last one first. */
export async function endWaiting(count: number, times: number): Promise<void> {
  for (let left = times; left > 0; left--) {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const busy = node({ name: "busy" }, async (n: number) => {
      await held;
      return n;
    });
    await using flow = createFlow({ ...BARE, queueSize: 0, edges: [busy.to()] });
    const codes = Array.from({ length: count }, (_, n) =>
      flow.call(n, { traceId: String(n) }).then(String, ({ code }) => code),
    );
    for (let n = count - 1; n > 0; n--) flow.cancel(String(n));
    release();
    const cancelled = (await Promise.all(codes)).filter((code) => code === "TRACE_CANCELLED");
    if (cancelled.length !== count - 1)
      throw new Error(`Cancelled ${cancelled.length} of ${count - 1} traces.`);
  }
}
