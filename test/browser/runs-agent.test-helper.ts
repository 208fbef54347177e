import type { ServedAgent } from "@pergola/agent-server";
import { createAgent } from "@pergola/builders";
import type { Invocable } from "@pergola/core";
import { openai } from "@pergola/llm-openai";
import { definePromptStep, defineWorkflow } from "@pergola/pipeline";
import { chaos, reply, startVendorServer, type VendorServer } from "@pergola/resources/testing";
import { calculator, defineTool } from "@pergola/tools";
import { z } from "zod";

/** Agents whose runs have all that a run can have, over two vendors of which the first is told what to do. */
export interface RunsAgents extends AsyncDisposable {
  /** A staged workflow: queued tools, steps at once, a child run, a loop. */
  readonly planner: ServedAgent;
  /** One model call. */
  readonly talker: ServedAgent;
  readonly first: VendorServer;
  readonly second: VendorServer;
}

const PRICES = {
  "openai:preferred-model": { input: 250, output: 1_000 },
  "openai:spare-model": { input: 100, output: 400 },
};

export async function startRunsAgents(): Promise<RunsAgents> {
  const first = await startVendorServer({ reply: answer });
  const second = await startVendorServer({ reply: () => "The second vendor says: 42 it is." });
  const base = (name: string) =>
    createAgent({ name })
      .withProvider(openai())
      .withLlm([model("preferred-model", first), model("spare-model", second)])
      .withRetry({ maxRetries: 2, backoffBaseMs: 1 })
      .withBreaker({ failures: 50 })
      .withBudget({ run: { tokens: 100_000 }, prices: PRICES });
  const checker = await base("checker").withStep("llm", { nodeName: "judge" }).build();
  const planner = await base("planner")
    .withTools([calculator(), lookUp])
    .withMemory({ type: "conversation" })
    .withWorkflow(workflowWith(checker))
    .start();
  const talker = await base("talker").withMemory({ type: "conversation" }).start();
  return {
    planner,
    talker,
    first,
    second,
    async [Symbol.asyncDispose]() {
      await Promise.all([planner.close(), talker.close(), checker.close()]);
      await Promise.all([first.close(), second.close()]);
    },
  };
}

const model = (name: string, { baseURL }: VendorServer) => ({ provider: "openai", model: name, baseURL });

/** `overload` in a message makes the first vendor refuse it, `fail` makes it say that the key is wrong. */
function answer({ body }: { readonly body: unknown }) {
  const text = JSON.stringify(body);
  if (text.includes("overload")) return chaos.overloaded();
  if (text.includes("wrong-key"))
    return reply.error({ status: 401, message: "Incorrect API key provided.", code: "invalid_api_key" });
  return "Six times seven is 42.";
}

const lookUp = defineTool({
  name: "look_up",
  description: "Looks a word up.",
  input: z.object({ word: z.string() }),
  execute: ({ word }) => {
    if (word === "nothing") throw new Error("The dictionary has no such word.");
    return { word, meaning: `What “${word}” means.` };
  },
});

function workflowWith(checker: Invocable) {
  return defineWorkflow({
    stages: {
      parse: [
        function readQuestion({ message, store }) {
          store("question", message);
        },
      ],
      think: [
        definePromptStep({ name: "plan", prompt: ({ load }) => `Plan an answer to: ${load("question")}` }),
        function gather({ queueToolUse }) {
          queueToolUse("calculator", { expression: "6*7" });
          queueToolUse("look_up", { word: "pergola" });
        },
      ],
      do: [
        async function tryTools({ toolUse, message }) {
          if (!message.includes("dictionary")) return;
          await toolUse("look_up", { word: "nothing" }).catch(() => undefined);
        },
      ],
      review: [{ step: "agent", name: "check", config: { agent: checker, input: "Is 42 right?" } }],
      deliver: [definePromptStep({ name: "reply", prompt: ({ load }) => `Answer: ${load("question")}` })],
    },
  });
}
