import { type CallOptions, createFlow, type Flow, node } from "@pergola/flow-runtime";
import { runOne, type VirtualTime } from "@pergola/testkit";

/** One way to send a message through a flow. Gives its results; rejects with what ended its trace. */
export type Send = (
  flow: Flow,
  input: unknown,
  options: CallOptions,
  time: VirtualTime,
) => Promise<readonly unknown[]>;

/** Every way to send a message from outside that takes all options. */
export const DOORS: Readonly<Record<string, Send>> = {
  "flow.call()": async (flow, input, options) => [await flow.call(input, options)],
  "flow.stream()": async (flow, input, options) => {
    const results: unknown[] = [];
    for await (const item of flow.stream(input, options))
      if (item.type === "result") results.push(item.value);
    return results;
  },
  "flow.emit()": async (flow, input, options) => fetched(flow, await flow.emit(input, options)),
  "flow.emitNowait()": (flow, input, options) => fetched(flow, flow.emitNowait(input, options)),
};

/** As a test sends it; how the trace ends is told, not thrown. */
export const byRunOne: Send = async (flow, input, options) => {
  const { results, error } = await runOne(flow, input, options);
  if (error !== undefined) throw error;
  return results;
};

/** As a node of another flow sends it. */
export const byContext: Send = async (flow, input, options, time) => {
  let called: Promise<unknown> | undefined;
  const caller = node({ name: "caller" }, async (payload: unknown, { call }) => {
    called = call(flow, payload, options);
    await called.catch(() => undefined);
  });
  await createFlow({ ...time.seams, edges: [caller.to()] }).call(input);
  return [await called];
};

async function fetched(flow: Flow, traceId: string): Promise<readonly unknown[]> {
  const results: unknown[] = [];
  for (let next = await flow.fetch({ traceId }); next !== undefined; next = await flow.fetch({ traceId }))
    results.push(next.payload);
  return results;
}
