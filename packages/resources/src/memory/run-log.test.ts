import type { RunEvent } from "@pergola/core";
import { expect, it } from "vitest";
import { mergeRunLog } from "./run-log.ts";

const event = (runId: string, seq: number, step = "a"): RunEvent => ({
  ...{ type: "step-started", runId, seq, at: 0 },
  ...{ step, kind: "llm" },
});

it("replaces an event of the same run and number where it stands, and adds the others at the end", () => {
  const stored = [event("r1", 0), event("r1", 1)];
  expect(mergeRunLog(stored, [event("r1", 1, "b"), event("child", 1), event("r1", 2)])).toEqual([
    event("r1", 0),
    event("r1", 1, "b"),
    event("child", 1),
    event("r1", 2),
  ]);
});
