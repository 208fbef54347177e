import type { RunEvent } from "@pergola/core";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { defineTool } from "@pergola/tools";
import { expect, it } from "vitest";
import { z } from "zod";
import { allEvents } from "./all-events.test-helper.ts";
import { type Agent, AgentBuilder, createAgent } from "./index.ts";

const State = z.object({ items: z.array(z.string()).default(["a", "b"]), item: z.string().optional() });
const call = (name: string) => ({ toolCalls: [{ id: `call ${name}`, name, arguments: {} }] });
const ofType = <Type extends RunEvent["type"]>(events: readonly RunEvent[], type: Type) =>
  events.filter((event): event is Extract<RunEvent, { type: Type }> => event.type === type);

const helper = (name = "helper") =>
  createAgent()
    .withName(name)
    .withLlm(new ScriptedChatModel(["a", "a", "a"]))
    .withStep("llm", {});
const asks = (agent: () => Pick<Agent, "invoke">) =>
  defineTool({
    name: "ask",
    description: "Asks somebody.",
    input: z.object({}),
    execute: async (_, { invokeOptions }) => (await agent().invoke("and?", invokeOptions)).text,
  });

it("says of each call, and of each run inside, which run of which step it belongs to", async () => {
  await using inner = await helper().build();
  await using agent = await new AgentBuilder(State)
    .withTools([asks(() => inner)])
    .withStep("map", {
      over: "items",
      item: "item",
      steps: [
        {
          step: "tools-loop",
          config: {
            model: new ScriptedChatModel([call("ask"), call("ask"), "x", "x"]),
            promptTemplate: "{item}",
          },
        },
        { step: "agent", config: { agent: inner, input: "{item}" } },
      ],
    })
    .build();
  const events = await allEvents(agent.stream({}));
  const own = events.filter((event) => event.parentRunId === undefined);
  const loop = (at: number) => ({ step: "map_step_0.steps.tools_loop_step_0", label: `items[${at}]` });
  const places = (type: "model-started" | "tool-started") =>
    ofType(own, type)
      .map(({ step, label }) => ({ step, label }))
      .toSorted((a, b) => `${a.label}`.localeCompare(`${b.label}`));
  expect(places("model-started")).toEqual([loop(0), loop(0), loop(1), loop(1)]);
  expect(places("tool-started")).toEqual([loop(0), loop(1)]);
  const callers = ofType(events, "run-started").flatMap(({ caller }) =>
    caller === undefined ? [] : [caller],
  );
  expect(callers).toHaveLength(4);
  for (const at of [0, 1]) {
    expect(callers).toContainEqual({ ...loop(at), callId: "call ask" });
    expect(callers).toContainEqual({ step: "map_step_0.steps.agent_step_1", label: `items[${at}]` });
  }
});

it("has an agent that a tool calls inside the run: its events, its figures, its stop", async () => {
  await using inner = await helper().build();
  await using agent = await createAgent({ llm: new ScriptedChatModel([call("ask"), "fine"]) })
    .withTools([asks(() => inner)])
    .withStep("tools-loop", {})
    .build();
  const stream = agent.stream("go");
  const events = await allEvents(stream);
  const [child] = ofType(events, "run-started").filter(({ parentRunId }) => parentRunId !== undefined);
  expect(child).toMatchObject({
    parentRunId: stream.runId,
    caller: { step: "tools_loop_step_0", callId: "call ask" },
  });
  expect(ofType(events, "run-finished").map(({ outcome }) => outcome)).toEqual(["completed", "completed"]);
});

it("stops an agent that calls itself through a tool", async () => {
  const own: { agent?: Agent } = {};
  const tool = asks(() => own.agent as Agent);
  const model = new ScriptedChatModel(
    new Array(200).fill(0).map((_, index) => (index < 33 ? call("ask") : "enough")),
  );
  const agent = await createAgent({ llm: model }).withTools([tool]).withStep("tools-loop", {}).build();
  own.agent = agent as unknown as Agent;
  const events = await allEvents(agent.stream("go"));
  expect(ofType(events, "tool-finished").flatMap(({ error }) => error?.message ?? [])).toEqual([
    expect.stringContaining("33 runs deep"),
  ]);
  await agent.close();
});
