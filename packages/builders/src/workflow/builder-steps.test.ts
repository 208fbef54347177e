import { type Logger, silentLogger } from "@pergola/core";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { defineToolStep, defineWorkflow, type StagedContext } from "@pergola/pipeline";
import { definePlugin } from "@pergola/plugins";
import { calculator } from "@pergola/tools";
import { expect, it } from "vitest";
import { z } from "zod";
import { Agent } from "../index.ts";

const shout = ({ message }: StagedContext) => message.toUpperCase();

it("one function is an agent that answers", async () => {
  await using agent = await Agent.builder().step(shout).start();
  expect(agent).toBeInstanceOf(Agent);
  expect((await agent.handle("hello")).text).toBe("HELLO");
});

it("steps go where they are put, else where they say, else where their kind runs", async () => {
  const seen: string[] = [];
  const note = (name: string) => ({
    name,
    run: ({ stage }: StagedContext) => void seen.push(`${name} in ${stage}`),
  });
  await using agent = await Agent.builder()
    .step(note("put"), { stages: ["review", "parse"], kind: "tool" })
    .step({ ...note("says"), stages: "review", kind: "adapter" })
    .step(note("kind"), { kind: "tool" })
    .step(defineToolStep(note("own kind")))
    .step(note("neither"))
    .step(() => "done", { stages: "deliver" })
    .build();
  const { text } = await agent.handle("hi");
  expect(text).toBe("done");
  expect(seen).toEqual([
    "put in parse",
    "neither in think",
    "kind in do",
    "own kind in do",
    "put in review",
    "says in review",
  ]);
});

it("tells once of each step that says neither, and of one that runs elsewhere than its kind", async () => {
  const told: string[] = [];
  const logger: Logger = { ...silentLogger, info: (message) => told.push(message), child: () => logger };
  const settle = () => undefined;
  await using agent = await Agent.builder({}, { logger })
    .step(shout)
    .step(settle, { kind: "tool", stages: "review" })
    .build();
  for (const _ of "abc") await agent.handle("hi");
  expect(told).toEqual([
    'The function "shout" says neither its kind nor its stage: it is a prompt step and runs in think.',
    'The function "settle" is of the kind tool and runs in review; usual is do.',
  ]);
});

it("a builder is not changed by its steps, and joins a workflow that is there", async () => {
  const base = Agent.builder().withWorkflow(
    defineWorkflow({ stages: { deliver: [() => "from the workflow"] } }),
  );
  const more = base
    .step(() => "first", { stages: "parse" })
    .step(({ load }) => load("parse_1"), { kind: "tool" });
  await using agent = await more.build();
  await using before = await base.build();
  const steps = (of: typeof agent) =>
    of
      .describe()
      .nodes.map(({ id }) => id)
      .filter((id) => id.includes("_1"));
  expect(steps(before)).toEqual(["workflow.deliver.deliver_1"]);
  expect(steps(agent)).toEqual(["workflow.parse.parse_1", "workflow.do.do_1", "workflow.deliver.deliver_1"]);
  expect((await agent.handle("hi")).text).toBe("from the workflow");
});

it("names what is wrong with a step when it is built", async () => {
  const steps = [
    [7, {}],
    [shout, { stages: "later" }],
    [shout, { kind: "magic" }],
    [{ name: "", run: shout }, {}],
  ] as const;
  for (const [step, place] of steps) {
    const building = Agent.builder()
      .step(step as never, place as never)
      .build();
    await expect(building).rejects.toMatchObject({ code: "INVALID_AGENT_CONFIG" });
  }
});

it.each([undefined, null, "think", 7, { steps: 7 }])(
  "a step after a workflow that is %j leaves it to the build to say so",
  async (workflow) => {
    const building = Agent.builder()
      .withWorkflow(workflow as never)
      .step(shout)
      .build();
    await expect(building).rejects.toThrow("Expected a workflow");
  },
);

it("a function is a tool with a name and a schema, and a plugin adds its own", async () => {
  const plugin = definePlugin({ name: "sums", version: "1.0.0", contributes: { tools: [calculator()] } });
  const model = new ScriptedChatModel([
    { text: "", toolCalls: [{ id: "c1", name: "weather", arguments: { city: "Oslo" } }] },
    { text: "It rains." },
  ]);
  await using agent = await Agent.builder()
    .withLlm(model)
    .addPlugin(plugin)
    .tool(
      "weather",
      { description: "Tells the weather.", input: z.object({ city: z.string() }) },
      ({ city }) => `Rain in ${city}`,
    )
    .start();
  const { text, toolCalls } = await agent.handle("Weather?");
  expect(agent.tools.names).toEqual(["calculator", "weather"]);
  expect(text).toBe("It rains.");
  expect(toolCalls).toMatchObject([{ name: "weather", result: "Rain in Oslo" }]);
  expect(() => Agent.builder().tool("", { description: "", input: z.object({}) }, () => 1)).toThrow(
    expect.objectContaining({ code: "TOOL_INVALID" }),
  );
});
