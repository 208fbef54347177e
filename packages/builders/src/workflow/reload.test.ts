import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { branch, definePromptStep, defineWorkflow, type StageEntry, type Workflow } from "@pergola/pipeline";
import { expect, test } from "vitest";
import { createAgent } from "../index.ts";

const echo = () =>
  new ScriptedChatModel(
    Array.from({ length: 20 }, () => ({ messages }) => ({ text: String(messages.at(-1)?.content) })),
  );

function parts() {
  const lived: string[] = [];
  const tone = definePromptStep({
    name: "tone",
    initialize: () => void lived.push("initialize"),
    run: ({ parameters }) => parameters.tone,
    close: () => void lived.push("close"),
  });
  const reply = ({ load, parameters }: Parameters<typeof tone.run>[0]) =>
    `${parameters.tone} ${load("tone")} ${load("draft")}`;
  const always = () => true;
  const draft = (promptTemplate: string): StageEntry => ({
    step: "llm",
    name: "draft",
    config: { promptTemplate },
  });
  const of = (entries: readonly StageEntry[], given: Parameters<Workflow["extend"]>[0] = {}) =>
    defineWorkflow({ stages: { think: [tone, branch(always, entries)], deliver: [reply] } }).extend(given);
  return { lived, draft, of };
}

test("parameters of a workflow and of its step types are reloaded, and steps with a life of their own live on", async () => {
  const { lived, draft, of } = parts();
  const model = echo();
  const configOf = (workflow: Workflow, temperature?: number) =>
    createAgent()
      .withLlm(model, temperature === undefined ? {} : { temperature })
      .withWorkflow(workflow).config;
  const agent = await createAgent(configOf(of([draft("one")], { parameters: { tone: "kind" } }))).start();
  expect((await agent.chat("hi")).text).toBe("kind kind one");
  const next = of([draft("two")], { parameters: { tone: "brief" }, maxIterations: 3 });
  const { outcome, changes } = await agent.reload(configOf(next));
  expect(outcome).toBe("reloaded");
  expect(changes.map(({ path }) => path.join("."))).toEqual([
    "steps.0.workflow.parameters.tone",
    "steps.0.workflow.maxIterations",
    "steps.0.workflow.stages.think.1.steps.0.registered.promptTemplate",
  ]);
  expect((await agent.chat("hi")).text).toBe("brief brief two");
  await expect(agent.reload(configOf(next))).resolves.toMatchObject({ outcome: "unchanged" });
  await agent.reload(createAgent(configOf(next)).withRetry({ maxRetries: 1 }).config);
  expect((await agent.chat("hi")).text).toBe("brief brief two");
  expect(lived).toEqual(["initialize"]);
  await agent.close();
  expect(lived).toEqual(["initialize", "close"]);
});

test("another step, type, name or condition is a change of what the agent is built of", async () => {
  const { draft, of } = parts();
  const model = echo();
  const configOf = (entries: readonly StageEntry[]) =>
    createAgent().withLlm(model).withWorkflow(of(entries)).config;
  await using agent = await createAgent(configOf([draft("one")])).start();
  const others: readonly (readonly StageEntry[])[] = [
    [],
    [draft("one"), () => 1],
    [() => 1],
    [{ ...draft("one"), name: "other" } as StageEntry],
    [{ ...draft("one"), when: () => false } as StageEntry],
    [{ ...draft("one"), step: "tools-loop" } as StageEntry],
  ];
  for (const entries of others)
    await expect(agent.reload(configOf(entries))).rejects.toMatchObject({ code: "RESTART_REQUIRED" });
});
