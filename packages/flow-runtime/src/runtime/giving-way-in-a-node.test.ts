import { expect, test } from "vitest";
import { codeOf } from "../held-node.test-helper.ts";
import { createFlow, node } from "../index.ts";

/** Ends a node that nobody could end, so that the test fails and does not hang. */
function guard(): () => void {
  const until = performance.now() + 5_000;
  return () => {
    if (performance.now() > until) throw new Error("nobody else had a turn for five seconds");
  };
}

test("a node that gives results without end to a reader that is always ready meets its deadline", async () => {
  const check = guard();
  const endless = node({ name: "endless" }, async (_: number, { emit }) => {
    for (;;) {
      check();
      await emit(1);
    }
  });
  const flow = createFlow({ edges: [endless.to()] });
  const read = async () => {
    for await (const _ of flow.stream(1, { timeoutMs: 20 }));
  };
  expect(await codeOf(read())).toBe("DEADLINE_EXCEEDED");
});

test("a node that sends to itself and fetches it without end can be cancelled", async () => {
  const check = guard();
  const endless = node({ name: "endless", allowCycle: true }, async (_: number, { emit, fetch }) => {
    for (;;) {
      check();
      await emit(1, { to: "endless" });
      await fetch();
    }
  });
  const flow = createFlow({ edges: [endless.to(endless)], egress: [endless] });
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 20);
  expect(await codeOf(flow.call(1, { signal: controller.signal }))).toBe("TRACE_CANCELLED");
});
