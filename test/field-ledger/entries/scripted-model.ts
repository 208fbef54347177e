import { createAgent } from "@pergola/builders";
import { createVirtualClock } from "@pergola/core/testing";
import { ScriptedChatModel, type ScriptedChatModelOptions } from "@pergola/core-steps/testing";
import { z } from "zod";
import { entry, type Ledger } from "../ledger.ts";
import { elapse } from "../probes/time.ts";
import { ofType, played, using } from "../probes/using.ts";

type OwnOption = Exclude<
  keyof ScriptedChatModelOptions,
  keyof ConstructorParameters<typeof import("@langchain/core/language_models/chat_models").BaseChatModel>[0]
>;

/** Not parsed by anybody: it says which options there are besides LangChain's, and the compiler that none is missing. */
const scriptedOptionsSchema = z.strictObject({
  direct: z.boolean(),
  clock: z.custom<ScriptedChatModelOptions["clock"]>(),
  model: z.string(),
} satisfies Record<OwnOption, z.ZodType>);

/** A turn of an agent with such a model, on a clock. */
async function turn(options: ScriptedChatModelOptions, time = createVirtualClock()) {
  const model = new ScriptedChatModel([{ delayMs: 100, text: "yes" }], { clock: time, ...options });
  const builder = createAgent({ llm: model }, { clock: time }).withTimeout(500);
  return using(builder.withStep("llm", {}).build(), async (agent) => {
    const { events } = await elapse(played(agent.stream("hi")), time);
    return {
      via: model.calls.map((call) => call.via),
      names: ofType(events, "model-started").map((event) => event.model),
      outcome: ofType(events, "run-finished").map((event) => event.outcome),
    };
  });
}

export const scriptedModel: Ledger = {
  name: "scripted model",
  schema: scriptedOptionsSchema,
  entries: [
    entry("direct", [false, true], async (direct) => (await turn({ direct })).via),
    entry("clock", ["one that moves", "one that stands still"], async (kind) => {
      const time = createVirtualClock();
      return (await turn({ clock: kind === "one that moves" ? time : createVirtualClock() }, time)).outcome;
    }),
    entry("model", ["parrot", "owl"], async (model) => (await turn({ model })).names),
  ],
};
