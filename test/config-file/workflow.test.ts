import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Agent } from "@pergola/builders";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { duckdb } from "@pergola/memory-duckdb";
import {
  defineFailureStep,
  defineOutputAdapter,
  definePromptStep,
  type StagedContext,
} from "@pergola/pipeline";
import type { ProviderFactory } from "@pergola/resources";
import { calculator, clock } from "@pergola/tools";
import { afterEach, beforeEach, expect, it } from "vitest";
import { z } from "zod";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pergola-workflow-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A provider whose model says these things, one after the other. */
function said(...replies: ConstructorParameters<typeof ScriptedChatModel>[0]) {
  const model = new ScriptedChatModel(replies);
  const provider: ProviderFactory<"llm"> = {
    category: "llm",
    name: "said",
    configSchema: z.looseObject({}),
    create: async () => model,
  };
  return { model, provider };
}

async function write(text: string, name = "agent.yaml"): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
}

const extractAccount = definePromptStep({
  name: "extract-account",
  run: ({ message }) => /\d+/.exec(message)?.[0],
});
const checkTone = definePromptStep({ name: "check-tone", run: () => "friendly" });
const reply = defineOutputAdapter({
  name: "reply",
  run: (context) =>
    context.setResponse(
      `${context.load("extract-account")}: ${context.load("react")} (${context.load("check-tone") ?? "unchecked"})`,
    ),
});

const apologise = defineFailureStep({ name: "apologise", run: ({ setResponse }) => setResponse("Sorry.") });
const YAML = `
name: support
resources:
  llm: { provider: openai, model: "\${MODEL:-gpt-5-mini}" }
  memory: { provider: duckdb, path: ./support.duckdb }
workflow:
  parse:   [{ step: extract-account }]
  think:   [{ step: react, tools: [calculator, clock], maxIterations: 6 }]
  review:  [{ step: check-tone, when: hasDraft }]
  deliver: [{ step: reply }]
  error:   [{ step: apologise }]
`;

it("a workflow of a file runs its steps in their stages", async () => {
  const { model, provider } = said(
    { toolCalls: [{ id: "c", name: "calculator", arguments: { expression: "6*7" } }] },
    { text: "42 euros" },
    { text: "short" },
  );
  const database = join(folder, "support.duckdb");
  const file = await write(YAML.replace("./support.duckdb", database));
  await using agent = await Agent.fromConfig(file, {
    providers: [{ ...provider, name: "openai" }, duckdb()],
    tools: [calculator(), clock()],
    workflowSteps: [extractAccount, checkTone, reply, apologise],
    conditions: { hasDraft: (context: StagedContext) => String(context.load("react")).length > 5 },
  });

  expect((await agent.chat("What does 12345 owe?")).text).toBe("12345: 42 euros (friendly)");
  expect((await agent.chat("And 6?")).text).toBe("6: short (unchecked)");
  expect(model.calls).toHaveLength(3);
  expect((await agent.chat("No answer is left.")).text).toBe("Sorry.");
  expect(await readdir(folder)).toContain("support.duckdb");
});

it("steps may be plain functions and objects written in place in the call", async () => {
  const { provider } = said();
  const steps = "workflow: { parse: [{ step: read-id }], deliver: [{ step: answer }] }";
  const file = await write(`name: plain\nllm: said\n${steps}\n`);
  await using agent = await Agent.fromConfig(file, {
    providers: [provider],
    workflowSteps: [
      { name: "read-id", run: ({ message }) => /\d+/.exec(message)?.[0] },
      function answer({ load }) {
        return `You are ${load("read-id")}.`;
      },
    ],
  });
  expect((await agent.handle("I am 42")).text).toBe("You are 42.");
});

it("steps and conditions may be exports of a module beside the file", async () => {
  await writeFile(
    join(folder, "steps.mjs"),
    `export const shout = ({ message }) => message.toUpperCase();
     export const greet = { name: "greet", run: (context) => context.setResponse("Hi " + context.load("shout")) };
     export const isLong = ({ message }) => message.length > 3;`,
  );
  const { provider } = said();
  const file = await write(`
name: loud
llm: said
workflow:
  think: [{ type: "./steps.mjs#shout", when: "./steps.mjs#isLong" }]
  deliver: [{ type: "./steps.mjs#greet", name: welcome }]
`);
  await using agent = await Agent.fromConfig(file, { providers: [provider] });
  expect((await agent.chat("ada lovelace")).text).toBe("Hi ADA LOVELACE");
  expect((await agent.chat("ada")).text).toBe("Hi undefined");
});

it("everything wrong with a workflow is told at once, with its place in the file", async () => {
  const { provider } = said();
  const file = await write(`
name: wrong
llm: said
workflow:
  parse: [{ step: extract-acount }]
  think: [{ step: tools-loop, maxIteration: 6 }, { step: check-tone, when: hasDrafts, tone: kind }]
  thinkk: []
  deliver: [{ type: "./none.mjs#reply" }, 7]
`);
  const failure = await Agent.fromConfig(file, {
    providers: [provider],
    workflowSteps: [extractAccount, checkTone],
    conditions: { hasDraft: () => true },
  }).catch((error: Error) => error.message);

  expect(failure).toContain("agent.yaml:7");
  for (const part of ["maxIteration", "hasDrafts", "hasDraft", "thinkk", "none.mjs", "tone", "deliver[1]"])
    expect(failure).toContain(part);
});

it("a step that nobody knows is told with its place, and the nearest name", async () => {
  const { provider } = said();
  const file = await write(`
name: wrong
llm: said
workflow:
  parse: [{ step: extract-acount }]
`);
  const failure = await Agent.fromConfig(file, {
    providers: [provider],
    workflowSteps: [extractAccount],
  }).catch((error: Error) => error.message);
  expect(failure).toMatch(/agent\.yaml:5:\d+ .*extract-acount/);
  expect(failure).toContain("extract-account");
});

it("a file needs steps or a workflow", async () => {
  const { provider } = said();
  const file = await write("name: none\nllm: said\n");
  await expect(Agent.fromConfig(file, { providers: [provider] })).rejects.toMatchObject({
    code: "CONFIG_FILE_INVALID",
    message: expect.stringContaining("at least one step"),
  });
});
