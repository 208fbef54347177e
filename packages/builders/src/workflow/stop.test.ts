import { MemorySaver } from "@langchain/langgraph";
import type { RunEvent } from "@pergola/core";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { defineWorkflow, type Stage, type StagedContext, type Workflow } from "@pergola/pipeline";
import { defineTool } from "@pergola/tools";
import { expect, test } from "vitest";
import { z } from "zod";
import { createAgent } from "../index.ts";

const calls: string[] = [];
const hangs = defineTool({
  name: "hangs",
  description: "Never ends by itself.",
  input: z.object({}),
  execute: (_, { signal }) => {
    calls.push("hangs");
    return new Promise((_resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    });
  },
});

const WORK: Readonly<Record<string, (context: StagedContext) => unknown>> = {
  "a model call": ({ callLlm }) => callLlm("Go on"),
  "a tool": ({ toolUse }) => toolUse("hangs"),
  "queued tools": ({ queueToolUse }) => {
    queueToolUse("hangs");
    queueToolUse("hangs");
  },
  "what ignores its signal": () => new Promise(() => {}),
};

const later: string[] = [];
/** Steps after one that queues run before its tools. */
const noteLater = ({ stage }: StagedContext) => void (stage === "error" && later.push("ran"));

function workflowOf(stage: Stage, run: (context: StagedContext) => unknown): Workflow {
  if (stage !== "error") return defineWorkflow({ stages: { [stage]: [run], error: [noteLater] } });
  const fail = () => {
    throw new Error("first");
  };
  return defineWorkflow({ stages: { think: [fail], error: [run] } });
}

const CASES = (["parse", "think", "do", "review", "deliver", "error"] as const).flatMap((stage) =>
  Object.keys(WORK).flatMap((what) => [false, true].map((isGraph) => ({ stage, what, isGraph }))),
);

test.each(CASES)(
  "stops in $stage in the middle of $what (a node each: $isGraph)",
  async ({ stage, what, isGraph }) => {
    later.length = 0;
    calls.length = 0;
    const builder = createAgent()
      .withWorkflow(workflowOf(stage, WORK[what] as (context: StagedContext) => unknown))
      .withTools([hangs])
      .withLlm(new ScriptedChatModel([{ text: "a b c", hang: true }]));
    await using agent = await (isGraph ? builder.withCheckpointer(new MemorySaver()) : builder).start();
    const stop = new AbortController();
    const stream = agent.stream("go", { signal: stop.signal });
    const failed = stream.result.catch((error: unknown) => error);
    const events: RunEvent[] = [];
    const isThere = ({ type }: RunEvent) =>
      ({ "a model call": "model-started", "what ignores its signal": "step-started" })[what] === type ||
      type === "tool-started";
    let stopped = 0;
    let begun = 0;
    await (async () => {
      for await (const event of stream) {
        events.push(event);
        const isOfStage = event.type !== "step-started" || event.step.startsWith(`workflow.${stage}`);
        if (isThere(event) && isOfStage && !stop.signal.aborted) {
          // What is queued begins at once.
          await new Promise((resolve) => setImmediate(resolve));
          stopped = events.length;
          begun = calls.length;
          stop.abort(new Error("enough"));
        }
      }
    })().catch(() => {});
    expect(stop.signal.aborted).toBe(true);
    expect(await failed).toMatchObject({ message: expect.stringContaining("enough") });
    const after = events.slice(stopped).filter(({ type }) => !type.endsWith("-finished"));
    expect(after.filter(({ type }) => type !== "tool-started" && type !== "text-delta")).toEqual([]);
    expect(calls).toHaveLength(begun);
    expect(events.at(-1)).toMatchObject({ type: "run-finished", outcome: "cancelled" });
    const open = events.filter(({ type }) => type === "stage-started").length;
    expect(events.filter(({ type }) => type === "stage-finished")).toHaveLength(open);
    expect(later).toEqual([]);
  },
);
