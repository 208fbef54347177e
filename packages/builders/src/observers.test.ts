import { HumanMessage } from "@langchain/core/messages";
import type { ObservedRun, RunEvent, RunObserver } from "@pergola/core";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { createInMemoryConversationStore } from "@pergola/resources";
import { expect, it } from "vitest";
import { allEvents } from "./all-events.test-helper.ts";
import { AgentBuilder, createAgent } from "./index.ts";

/** Notes what it is told. */
class Witness implements RunObserver {
  readonly deltas?: boolean;
  readonly events: RunEvent[] = [];
  readonly runs = new Set<ObservedRun>();

  constructor(options: { readonly deltas?: boolean } = {}) {
    if (options.deltas !== undefined) this.deltas = options.deltas;
  }

  observe(event: RunEvent, run: ObservedRun): void {
    this.events.push(event);
    this.runs.add(run);
  }
}

const talks = (...texts: string[]) => new ScriptedChatModel(texts.map((text) => ({ text })));

it("an observer is told what the reader of a run is told, but for text", async () => {
  const witness = new Witness();
  await using agent = await createAgent({ name: "host" })
    .withLlm(talks("Hello there"))
    .withObserver(witness)
    .build();

  const events = await allEvents(agent.stream("hi", { userId: "ada" }));

  expect(witness.events).toEqual(events.filter(({ type }) => type !== "text-delta"));
  const [run] = witness.runs;
  expect(run).toMatchObject({ id: events[0]?.runId, scope: { userId: "ada", agentId: "host" } });
});

it("an observer of deltas is told of every piece of text", async () => {
  const witness = new Witness({ deltas: true });
  await using agent = await createAgent().withLlm(talks("Hello there")).withObserver(witness).build();

  const events = await allEvents(agent.stream("hi"));

  expect(witness.events).toEqual(events);
  expect(witness.events.some(({ type }) => type === "text-delta")).toBe(true);
});

it("a run that nobody reads is observed all the same, with the end that it has after it is stored", async () => {
  const witness = new Witness({ deltas: true });
  const store = createInMemoryConversationStore();
  await using agent = await createAgent()
    .withLlm(talks("Hello"))
    .withMemory(store)
    .withObserver(witness)
    .start();
  const settled: boolean[] = [];
  const settle = store.settle.bind(store);
  store.settle = async (...given) => {
    settled.push(witness.events.some(({ type }) => type === "run-finished"));
    await settle(...given);
  };

  await agent.chat("hi", { sessionId: "s" });

  expect(settled).toEqual([false]);
  expect(witness.events.at(-1)).toMatchObject({ type: "run-finished", outcome: "completed" });
  expect(witness.events.map(({ seq }) => seq)).toEqual(witness.events.map((_, index) => index));
});

it("what an observer throws reaches neither the run nor the other observers, and is logged once", async () => {
  const warnings: string[] = [];
  const noting = { debug() {}, info() {}, error() {}, warn: (message: string) => warnings.push(message) };
  const witness = new Witness();
  const broken: RunObserver = {
    observe() {
      throw new Error("disk full");
    },
  };
  const builder = createAgent({}, { logger: noting }).withLlm(talks("one", "two"));
  await using agent = await builder.withObserver(broken).withObserver(witness).build();

  expect((await agent.chat("hi")).text).toBe("one");
  await agent.chat("again");

  expect(warnings).toHaveLength(1);
  expect(witness.events.filter(({ type }) => type === "run-finished")).toHaveLength(2);
});

it("a run inside a run is told once to an observer of both, and to an observer of the outer one", async () => {
  const both = new Witness();
  const outerOnly = new Witness();
  await using inner = await createAgent({ name: "inner" })
    .withLlm(talks("inside"))
    .withObserver(both)
    .build();
  await using outer = await new AgentBuilder()
    .withName("outer")
    .withStep("agent", { agent: inner })
    .withObserver(both)
    .withObserver(outerOnly)
    .build();

  await outer.chat("hi");

  const keys = (witness: Witness) => witness.events.map(({ runId, seq }) => `${runId} ${seq}`);
  expect(new Set(keys(both)).size).toBe(both.events.length);
  expect(both.events.filter(({ type }) => type === "model-finished")).toHaveLength(1);
  expect(keys(outerOnly)).toEqual(keys(both));
});

it("what cannot observe is refused when the agent is built", async () => {
  const built = createAgent()
    .withLlm(talks())
    .withObserver({} as RunObserver)
    .build();

  await expect(built).rejects.toMatchObject({
    code: "INVALID_AGENT_CONFIG",
    details: { problems: [{ path: ["observers", 0], message: expect.stringContaining("observe") }] },
  });
});

it("what a model is sent is described for who reads it, as it was sent, and once", async () => {
  const witness = new Witness();
  await using agent = await createAgent()
    .withStep("custom", {
      step: async (_, { run }) => {
        const sent = [new HumanMessage("hi")];
        const { message } = await run.resource("llm").generate(sent);
        sent.push(new HumanMessage("too late"));
        return { messages: [message] };
      },
    })
    .withLlm(talks("one"))
    .withObserver(witness)
    .build();

  await agent.chat("hi");

  const started = witness.events.find(({ type }) => type === "model-started") as RunEvent<"model-started">;
  expect(Object.getOwnPropertyDescriptor(started, "request")?.get).toBeTypeOf("function");
  expect(started.request.messages).toEqual([{ role: "user", content: "hi" }]);
  expect(started.request).toBe(started.request);
});

it("an observer that changes events fails, and changes nothing for the others", async () => {
  const witness = new Witness();
  const meddler: RunObserver = {
    observe(event) {
      (event as { type: string }).type = "changed";
    },
  };
  await using agent = await createAgent()
    .withLlm(talks("one"))
    .withObserver(meddler)
    .withObserver(witness)
    .build();

  const events = await allEvents(agent.stream("hi"));

  expect([...events, ...witness.events].map(({ type }) => type as string)).not.toContain("changed");
});
