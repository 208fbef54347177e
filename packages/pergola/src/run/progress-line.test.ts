import { createVirtualClock } from "@pergola/core/testing";
import type { FlowEventType } from "@pergola/flow-runtime";
import { expect, test } from "vitest";
import { keepOutput } from "../cli/run-cli.test-helper.ts";
import { ProgressLine } from "./progress-line.ts";

function setUp(columns = 80) {
  const output = { ...keepOutput(), isTTY: true, columns };
  const clock = createVirtualClock();
  const line = new ProgressLine(output, clock);
  const note = (type: FlowEventType, nodeName?: string) =>
    line.note({ type, nodeName, ts: 0, flow: "f", traceId: "t" });
  /** What a terminal would show now. */
  const shown = () => output.kept.text.split("\r\u001b[K").at(-1);
  const drawings = () => output.kept.text.split("\r\u001b[K").length - 1;
  return { line, note, clock, shown, drawings };
}

test("it says of each node how many run, are done and have failed", async () => {
  const { note, clock, shown } = setUp();
  for (const type of ["node-started", "node-errored", "node-retried", "node-started"] as const)
    note(type, "fetch");
  for (const type of ["node-started", "node-succeeded", "node-started", "node-timed-out"] as const)
    note(type, "read");
  note("trace-settled");
  await clock.advance(100);
  expect(shown()).toBe("fetch ●1 ✗1 · read ✓1 ✗1");
});

test("it is drawn at most ten times a second, and the last state is not missed", async () => {
  const { note, clock, shown, drawings } = setUp();
  for (let at = 0; at < 1_000; at++) note("node-started", "a");
  expect(drawings()).toBe(1);
  await clock.advance(100);
  expect(drawings()).toBe(2);
  expect(shown()).toBe("a ●1000");
  await clock.advance(10_000);
  expect(drawings()).toBe(2);
});

test("it is away while something else is written, and for good when it is closed", async () => {
  const { line, note, clock, shown, drawings } = setUp();
  note("node-started", "a");
  line.pause();
  expect(shown()).toBe("");
  note("node-started", "a");
  await clock.advance(1_000);
  expect(shown()).toBe("");
  line.resume();
  expect(shown()).toBe("a ●2");
  note("node-succeeded", "a");
  line.close();
  line.close();
  expect(clock.pendingTimers).toBe(0);
  const before = drawings();
  await clock.advance(1_000);
  expect(shown()).toBe("");
  expect(drawings()).toBe(before);
});

test("it is never wider than the terminal, and obeys no name of a node", () => {
  const { note, shown } = setUp(12);
  note("node-started", "a\u001b[2Jbc");
  expect(shown()).toBe("a␛[2Jbc ●1");
  const wide = setUp(12);
  wide.note("node-started", "日本語日本語日本語");
  expect(wide.shown()).toBe("日本語日本");
});
