import { MemorySaver } from "@langchain/langgraph";
import { createAgent } from "@pergola/builders";
import type { RunEvent } from "@pergola/core";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { test } from "vitest";
import { buildCase } from "../../packages/pipeline/src/model/build-case.test-helper.ts";
import { checkModel } from "../../packages/pipeline/src/model/check-model.test-helper.ts";
import { endedStages, errorCode, REPLIES } from "../../packages/pipeline/src/model/run-case.test-helper.ts";
import type { Outcome, WorkflowCase } from "../../packages/pipeline/src/model/workflow-case.test-helper.ts";

const { PERGOLA_SEED, PERGOLA_SOAK = "1" } = process.env;
const RUNS = 100 * Number(PERGOLA_SOAK);
const seed = PERGOLA_SEED === undefined ? undefined : Number(PERGOLA_SEED);

/** What is seen of a case in an agent: with a checkpointer each step is a node of its graph. */
async function runInAgent(each: WorkflowCase, isGraph: boolean): Promise<Partial<Outcome>> {
  const { workflow, tools, trace } = buildCase(each);
  const builder = createAgent()
    .withWorkflow(workflow)
    .withTools(tools)
    .withLlm(new ScriptedChatModel(REPLIES, { direct: true }));
  await using agent = await (isGraph ? builder.withCheckpointer(new MemorySaver()) : builder).start();
  const stream = agent.stream("go");
  const ended = stream.result.then(
    ({ text }) => ({ response: text, error: undefined }),
    (error: unknown) => ({ response: undefined, error: errorCode(error) }),
  );
  const events: RunEvent[] = [];
  for await (const event of stream) events.push(event);
  const streamed = events.map((event) => (event.type === "text-delta" ? event.text : "")).join("");
  return { ...(await ended), trace, stages: endedStages(events), streamed };
}

test.each([
  ["in one node", false],
  ["with a node for each step", true],
])(
  "a workflow %s of an agent does what the reference interpreter does",
  async (_, isGraph) => {
    await checkModel({ runs: RUNS, seed, run: (each) => runInAgent(each, isGraph) });
  },
  600_000,
);
