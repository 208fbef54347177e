import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { HumanMessage } from "@langchain/core/messages";
import { stepStrategyContract } from "@pergola/core-steps/testing";
import { expect, test } from "vitest";
import { ledgerReact } from "./ledger-react.ts";
import { refineStep } from "./refine-step.ts";

test("the example runs and finds its own result right", () => {
  const main = join(import.meta.dirname, "main.ts");
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--conditions=@pergola/source", main], {
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(stdout).toMatch(/own-reasoning-pattern: ok\n$/);
  expect(status).toBe(0);
});

const state = { messages: [new HumanMessage("What is my rent?")] };
const criteria = ["It names a number."];

stepStrategyContract({
  strategy: refineStep,
  cases: {
    "a good draft": { config: { criteria }, state, replies: ["900.", '{"faults":[]}', "900."] },
    "a fault, mended": {
      config: { criteria, maxDrafts: 2 },
      state,
      replies: ["Much.", '{"faults":["No number."]}', "900.", "900."],
    },
  },
  waiting: { config: { criteria }, state, replies: [{ hang: true }] },
});

stepStrategyContract({
  strategy: ledgerReact,
  cases: { "an answer": { config: {}, state, replies: ["900."] } },
  waiting: { config: {}, state, replies: [{ hang: true }] },
  notJson: { model: "a model can be an object", tools: "a tool is an object with a function" },
});
