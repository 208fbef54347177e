import { MemorySaver } from "@langchain/langgraph";
import { defineWorkflow } from "@pergola/pipeline";
import { runWorkflow } from "@pergola/pipeline/testing";
import { expect, test } from "vitest";
import { turn } from "./turn.test-helper.ts";

const CASES = ["llm", "tools-loop", "react", "chain-of-thought"].flatMap((type) => [
  { type, isGraph: false },
  { type, isGraph: true },
]);

test.each(CASES)(
  "the answer of a $type step in deliver is streamed once (a node each: $isGraph)",
  async ({ type, isGraph }) => {
    const workflow = defineWorkflow({
      stages: { think: [{ step: "llm", name: "draft", config: {} }], deliver: [{ step: type, config: {} }] },
    });
    const { result, streamed, error } = await turn(workflow, {
      replies: ["a draft", "The answer is 7.", "The answer is 7."],
      ...(isGraph && { checkpointer: new MemorySaver() }),
    });
    expect(error).toBeUndefined();
    expect(result?.text).not.toBe("");
    expect(streamed).toBe(result?.text);
  },
);

test("a workflow by itself streams the same", async () => {
  const workflow = defineWorkflow({
    stages: { think: [{ step: "llm", name: "draft", config: {} }], deliver: [{ step: "llm", config: {} }] },
  });
  const { response, streamed, results } = await runWorkflow(workflow, {
    replies: ["a draft", "The answer."],
  });
  expect([response, streamed, results.draft]).toEqual(["The answer.", "The answer.", "a draft"]);
});
