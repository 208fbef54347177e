import { AgentBuilder } from "@pergola/builders";
import type { ScriptedReply } from "@pergola/core-steps/testing";
import { z } from "zod";
import { entry, type LedgerEntry } from "../ledger.ts";
import { named, scripted, sentTo } from "../probes/model.ts";
import { numbered, tools } from "../probes/tools.ts";
import { codeOf, using } from "../probes/using.ts";

export type ModelStepType = "llm" | "tools-loop" | ReasoningStepType;
export type ReasoningStepType = "react" | "chain-of-thought" | "plan-and-execute";

const State = z.object({
  topic: z.string().default("ants"),
  answer: z.unknown().optional(),
  note: z.unknown().optional(),
});

/** What the model of a step is sent, and what the step leaves. */
export async function modelStep(type: ModelStepType, config: object, script?: readonly ScriptedReply[]) {
  const model = scripted(script);
  const builder = new AgentBuilder(State).withTools(tools).withStep(type, { model, ...config } as never);
  return using(builder.build(), async (agent) => {
    const code = await codeOf(
      agent.run({ topic: "ants", messages: [{ role: "user", content: "hello" }] } as never),
    );
    return { code, sent: sentTo(model) };
  });
}

/** What a step writes, besides messages. */
export async function modelStepWrites(type: ModelStepType, config: object, reply?: ScriptedReply) {
  const builder = new AgentBuilder(State).withLlm(named("nobody")).withStep(type, {
    model: scripted(reply === undefined ? undefined : [reply]),
    promptTemplate: "Tell of {topic}.",
    ...config,
  } as never);
  return using(builder.build(), async (agent) => {
    const { answer, note, ...rest } = await agent.run({});
    const { messages } = rest as { readonly messages?: readonly { readonly text: string }[] };
    return { answer, note, said: messages?.map(({ text }) => text) };
  });
}

/** Entries of the settings that all steps with a model have. */
export function modelStepEntries(type: ModelStepType): readonly LedgerEntry[] {
  const sent =
    (key: string) =>
    (value: unknown): Promise<unknown> =>
      modelStep(type, { [key]: value });
  return [
    entry("promptTemplate", ["Tell of {topic}.", "{input}, {topic}"], sent("promptTemplate")),
    entry("systemPrompt", ["Be brief.", "You know {topic}."], sent("systemPrompt")),
    entry("temperature", [0, 0.5], sent("temperature")),
    entry("maxTokens", [10, 20], sent("maxTokens")),
    entry("tools[]<string>", [["clock"], ["dice"]], sent("tools")),
    entry("tools[]<custom>", [[numbered("map")], [numbered("dictionary")]], sent("tools")),
    entry("model", ["left", "right"], (name) => modelStepWrites(type, { model: named(name) })),
    entry("as", ["answer", "note"], (as) => modelStepWrites(type, { as })),
  ];
}
