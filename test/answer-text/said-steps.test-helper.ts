import { AIMessage } from "@langchain/core/messages";
import { AgentBuilder } from "@pergola/builders";
import { withMessages } from "@pergola/config";
import type { StepEntry } from "@pergola/core-steps";
import { ScriptedChatModel, type ScriptedReply } from "@pergola/core-steps/testing";
import { defineWorkflow, type StageEntry } from "@pergola/pipeline";
import { calculator } from "@pergola/tools";
import fc from "fast-check";
import { z } from "zod";

export const State = withMessages(
  z.object({
    items: z.array(z.string()).default(["a", "b"]),
    item: z.string().optional(),
  }),
);

const says = (...replies: ScriptedReply[]) => new ScriptedChatModel(replies, { direct: true });
/** What a model says beside its calls. */
export const ASIDE = "Let me see.";
const call = { text: ASIDE, toolCalls: [{ name: "calculator", arguments: { expression: "6*7" } }] };
const text = fc.constantFrom("yes", "no", "yes and no", "  spaced\n");
const childOf = (steps: readonly StepEntry[]) =>
  steps
    .reduce(
      (builder, { step, config }) => builder.withStep(step as "llm", config as never),
      new AgentBuilder(),
    )
    .withName("child")
    .build();

/** A step of every type that answers; each has models of its own, so that a list of them can be in any order. */
const leaf: fc.Arbitrary<() => Promise<StepEntry> | StepEntry> = fc.oneof(
  text.map((said) => () => ({ step: "llm", config: { model: says(said) } })),
  text.map((said) => () => ({
    step: "custom",
    config: { step: () => ({ messages: [new AIMessage(said)] }) },
  })),
  text.map((said) => () => ({
    step: "custom",
    config: {
      // biome-ignore lint/suspicious/noExplicitAny: only run is of interest
      step: async (_: unknown, { run }: any) => {
        const { content } = await run.resource("llm").generate("?", { model: says(said), streamText: false });
        return { messages: [new AIMessage(content)] };
      },
    },
  })),
  text.map((said) => () => ({ step: "tools-loop", config: { model: says(call, said) } })),
  text.map((said) => () => ({
    step: "react",
    config: { model: says(call, "It is 42.", said), reflect: true },
  })),
  text.map((said) => () => ({ step: "chain-of-thought", config: { model: says("1. Think", said) } })),
  text.map((said) => () => ({
    step: "plan-and-execute",
    config: { model: says('{"tasks":["a"]}', call, "done", said) },
  })),
  text.map((said) => () => ({
    step: "agent",
    config: { agent: { name: "other", invoke: async () => said }, input: "go" },
  })),
  fc.tuple(text, text).map(([draft, said]) => async () => {
    const steps = [draft, said].map((each) => ({ step: "llm", config: { model: says(each) } }));
    return { step: "agent", config: { agent: await childOf(steps), input: "go" } };
  }),
  text.map((said) => async () => {
    const inner = await childOf([{ step: "llm", config: { model: says(said) } }]);
    const outer = await childOf([{ step: "agent", config: { agent: inner, input: "go" } }]);
    return { step: "agent", config: { agent: outer, input: "go" } };
  }),
);

const made = (all: readonly (() => Promise<StepEntry> | StepEntry)[]) =>
  Promise.all(all.map((make) => make()));

/** Steps that hold steps. */
const composite = fc.oneof(
  fc.tuple(leaf, leaf).map((both) => async () => {
    const [left, right] = await made(both);
    return { step: "parallel", config: { branches: { left: [left], right: [right] } } };
  }),
  fc.array(leaf, { minLength: 1, maxLength: 2 }).map((list) => async () => ({
    step: "branch",
    config: { on: () => true, cases: { true: await made(list) }, otherwise: [] },
  })),
  text.map((said) => () => ({
    step: "map",
    config: {
      over: "items",
      item: "item",
      steps: [{ step: "llm", config: { model: says(said, said), promptTemplate: "{item}" } }],
    },
  })),
);

export const steps = fc.array(fc.oneof({ weight: 3, arbitrary: leaf }, composite), {
  minLength: 1,
  maxLength: 3,
});

/** A workflow: drafts of its think stage are not said, the answer of its last stage is. */
export const workflow = fc.tuple(leaf, leaf).map((pair) => async () => {
  const [think, deliver] = await made(pair);
  const named = (entry: StepEntry | undefined, name: string) => [{ ...entry, name }] as StageEntry[];
  return defineWorkflow({ stages: { think: named(think, "draft"), deliver: named(deliver, "answer") } });
});

export const tools = [calculator()];
