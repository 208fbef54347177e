import { expect, test } from "vitest";
import { createFlow, node } from "./index.ts";

test("a loop that sends back more than it takes is ended before it fills the memory", async () => {
  const double = node({ name: "double", allowCycle: true }, async (value: number, { emit }) => {
    await emit(value, { to: "double" });
    await emit(value, { to: "double" });
  });
  await using flow = createFlow({ edges: [double.to(double)] });
  const other = flow.call(1).catch((error) => error.code);
  await expect(flow.call(0)).rejects.toMatchObject({
    code: "QUEUE_FULL",
    message: expect.stringContaining("65536 messages under way"),
    hint: expect.stringContaining("hop budget"),
  });
  expect(await other).toBe("QUEUE_FULL");
  expect(flow.stats()).toMatchObject({ traces: 0, queueDepths: { double: 0 } });
});
