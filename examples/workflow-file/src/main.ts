// A staged workflow that is a YAML file. Runs without network; asserts its own result.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
// #region program
import { Agent } from "@pergola/builders";
import { offline } from "@pergola/llm-offline";
import { calculator, clock } from "@pergola/tools";
import { apologise, checkTone, extractAccount, hasDraft, reply } from "./steps.ts";

const file = fileURLToPath(new URL("../agent.yaml", import.meta.url));
const given = { providers: [offline()], tools: [calculator(), clock()] };
const agent = await Agent.fromConfig(file, {
  ...given,
  workflowSteps: [extractAccount, checkTone, reply, apologise],
  conditions: { hasDraft },
});
// #endregion

const stages: string[] = [];
const stream = agent.stream("Account 12345: what is 12 * 7?", { sessionId: "sums" });
for await (const event of stream) if (event.type === "stage-started") stages.push(event.stage);
const { text, toolCalls } = await stream.result;
console.log(`${stages.join(" → ")}\n${text}`);
assert.deepEqual(stages, ["parse", "think", "review", "deliver"]);
assert.deepEqual(
  toolCalls.map(({ name, result }) => [name, result]),
  [["calculator", { expression: "12 * 7", result: 84 }]],
);
assert.match(text, /^Account 12345: .*84[\s\S]*The support team$/);
await agent.close();

// The file is checked with what the program gives: all defects at once, each with its place.
const wrong = Agent.fromConfig(file, { ...given, workflowSteps: [extractAccount, checkTone, reply] });
await assert.rejects(wrong, (error: Error) => {
  console.log(error.message);
  return /agent\.yaml:\d+:\d+ workflow\.review\[0\]\.when/.test(error.message);
});
console.log("workflow-file: ok");
