import { MemorySaver } from "@langchain/langgraph";
// #region quick-start
import { createAgent } from "@pergola/builders";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { definePromptStep, defineWorkflow } from "@pergola/pipeline";
import { expect, test } from "vitest";

const workflow = defineWorkflow({
  stages: {
    parse: [
      function account({ message }) {
        return message.match(/\d+/)?.[0];
      },
    ],
    think: [
      definePromptStep({ name: "plan", prompt: ({ load }) => `What does account ${load("account")} want?` }),
    ],
    deliver: [({ callLlm, load }) => callLlm(`Answer in one line: ${load("plan")}`)],
    error: [({ setResponse }) => setResponse("Sorry, please try again.")],
  },
});

// #endregion

// #region branch
import { branch } from "@pergola/pipeline";

const long = ({ message }: { readonly message: string }) => message.length > 1_000;

const summarising = defineWorkflow({
  stages: {
    think: [
      branch(
        long,
        [definePromptStep({ name: "summary", prompt: ({ message }) => `Sum up: ${message}` })],
        [function short() {}],
      ),
      {
        step: "llm",
        name: "draft",
        when: ({ has }) => has("summary"),
        config: { promptTemplate: "{summary}" },
      },
    ],
  },
  parameters: { tone: "kind" },
});
const brief = summarising
  .with({ tone: "brief" })
  .extend({ stages: { deliver: [({ load }) => load("draft")] } });

// #endregion

// #region testing
import { runWorkflow } from "@pergola/pipeline/testing";

test("the account is read from the message", async () => {
  const { response, results } = await runWorkflow(workflow, {
    message: "I am 42",
    replies: ["a refund", "You get a refund."],
  });
  expect(results.account).toBe("42");
  expect(response).toBe("You get a refund.");
});

// #endregion

// #region class
import type { StagedContext, StagedStep } from "@pergola/pipeline";

class Greeting implements StagedStep {
  readonly name = "greeting";
  readonly stages = "think";
  #words: readonly string[] = [];

  async initialize() {
    this.#words = ["Hello", "Hi"];
  }

  run({ iteration }: StagedContext) {
    return this.#words[iteration % 2];
  }

  async close() {
    this.#words = [];
  }
}
// #endregion

test("an agent runs it", async () => {
  const model = new ScriptedChatModel(["a refund", "You get a refund."]);
  // #region agent
  const agent = await createAgent().withLlm(model).withWorkflow(workflow).start();
  const { text } = await agent.chat("I am account 42, where is my money?");
  // #endregion
  expect(text).toBe("You get a refund.");
  await agent.close();
});

test("its parts do what the page says", async () => {
  const message = "a".repeat(2_000);
  const ran = await runWorkflow(brief, { message, replies: ["short", "the draft"] });
  expect(ran.response).toBe("the draft");
  expect(brief.parameters).toEqual({ tone: "brief" });
  const agent = await createAgent()
    .withWorkflow(defineWorkflow({ stages: { think: [new Greeting()] } }))
    .withCheckpointer(new MemorySaver())
    .start();
  expect((await agent.chat("x")).text).toBe("Hi");
  await agent.close();
});
