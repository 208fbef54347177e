// #region time
import { sleep } from "@pergola/core";
import { createFlow, node } from "@pergola/flow-runtime";
import { createVirtualTime, recordEvents } from "@pergola/testkit";
import { expect, test } from "vitest";

test("a trace is cancelled while a node sleeps", async () => {
  const time = createVirtualTime();
  const { clock } = time.seams;
  const nap = node({ name: "nap" }, (ms: number, { signal }) => sleep(ms, { signal, clock }));
  const flow = createFlow({ ...time.seams, edges: [nap.to()] });
  const recorder = recordEvents(flow, { type: "trace-settled" });
  const calls = Promise.allSettled([flow.call(60_000), flow.call(3_600_000)]);

  await time.advance(60_000);
  expect(recorder.events).toMatchObject([{ traceId: "trace-1", outcome: "completed", ts: 60_000 }]);
  flow.cancel("trace-2");
  expect(await recorder.waitFor({ traceId: "trace-2" })).toMatchObject({ outcome: "cancelled" });
  expect(await calls).toMatchObject([{ status: "fulfilled" }, { status: "rejected" }]);
  recorder.close();
  await flow.stop();
});
// #endregion
