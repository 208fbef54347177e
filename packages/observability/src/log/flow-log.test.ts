import { createVirtualClock } from "@pergola/core/testing";
import { createFlow, node } from "@pergola/flow-runtime";
import { expect, it } from "vitest";
import { createRunLogger, type LogEntry } from "../index.ts";

const KEY = "sk-A1b2C3d4E5f6G7h8I9j0K1l2";

it("a flow is told trace by trace and node by node, and nothing of what went through it", async () => {
  const clock = createVirtualClock(3);
  const entries: LogEntry[] = [];
  const output = { level: "debug", write: (entry: LogEntry) => void entries.push(entry) } as const;
  const log = createRunLogger({ host: false, clock, outputs: [output] });
  let tries = 0;
  const look = node({ name: "look", policy: { maxRetries: 1, backoffBaseMs: 0 } }, async (text: string) => {
    tries += 1;
    if (tries === 1) throw new Error(`Refused ${KEY}`);
    if (text === "bad") throw new Error("never");
    return text;
  });
  const flow = createFlow({ name: "shop", edges: [look.to()], clock, onEvent: log.onFlowEvent });
  const settledWithin = async (work: Promise<unknown>) => {
    const settled = work.catch(() => undefined);
    await clock.advance(10);
    await settled;
  };
  await settledWithin(flow.call("a secret question", { traceId: "one" }));
  await settledWithin(flow.call("bad", { traceId: "two" }));
  await flow.stop();
  await log.close();

  const of = (traceId: string) => entries.filter(({ fields }) => fields?.traceId === traceId);
  expect(of("one").map(({ level, message, step }) => [level, message, step])).toEqual([
    ["debug", "Trace started", undefined],
    ["debug", "Node started", "look"],
    ["warn", "Node failed", "look"],
    ["warn", "Node is tried again", "look"],
    ["debug", "Node started", "look"],
    ["debug", "Node finished", "look"],
    ["info", "Trace completed", undefined],
  ]);
  expect(of("two").slice(-2)).toMatchObject([
    { level: "error", message: "Node failed for good", component: "step", errorType: "NODE_EXCEPTION" },
    { level: "error", message: "Trace failed", component: "run", success: false, fields: { flow: "shop" } },
  ]);
  expect(JSON.stringify(entries)).not.toMatch(/secret question|sk-A1b/);
});
