import { MemorySaver } from "@langchain/langgraph";
import { AgentBuilder } from "@pergola/builders";
import type { RunEvent } from "@pergola/core";
import { createFlow, node } from "@pergola/flow-runtime";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const State = z.object({
  question: z.string().default("ants bees"),
  words: z.array(z.string()).default(["a", "b", "c"]),
  word: z.string().optional(),
  count: z.number().optional(),
  counts: z.array(z.number()).optional(),
});

const split = node({ name: "split", input: z.string() }, (text) => text.split(" "));
const count = node(
  { name: "count" },
  (words: string[], { trace }) => words.length + trace.headers.tenant.length * 0,
);
const words = () => createFlow({ name: "words", edges: [split.to(count)] });

async function eventsOf(
  stream: AsyncIterable<RunEvent>,
  onEvent: (event: RunEvent) => void = () => undefined,
) {
  const events: RunEvent[] = [];
  for await (const event of stream) {
    events.push(event);
    onEvent(event);
  }
  return events;
}

const progressOf = (events: readonly RunEvent[]) =>
  events.flatMap((each) => (each.type === "flow-progressed" ? [each.event] : []));

describe("a flow step", () => {
  it("takes a value of the state and gives a value to the state, with or without a checkpointer", async () => {
    await using flow = words();
    const builder = new AgentBuilder(State).withStep("flow", { flow, input: "{question}", as: "count" });
    await using plain = await builder.build();
    await using saved = await builder.withCheckpointer(new MemorySaver()).build();
    expect(await plain.run({})).toMatchObject({ count: 2 });
    expect(await saved.run({ question: "one" })).toMatchObject({ count: 1 });
    expect(flow.isRunning).toBe(true);
  });

  it("tells on the run's stream what the flow does, from its start to its end", async () => {
    await using flow = words();
    const agent = await new AgentBuilder(State)
      .withStep("flow", { flow, input: "{question}", as: "count" })
      .build();
    const stream = agent.stream({});
    const others: unknown[] = [];
    const events = await eventsOf(stream, (event) => {
      if (event.type === "step-started") others.push(flow.call("somebody else's"));
    });
    await Promise.all(others);
    expect(others).toHaveLength(1);
    const progress = progressOf(events);
    expect(progress.map(({ type, nodeName = "" }) => `${type} ${nodeName}`)).toEqual([
      "trace-started ",
      "node-started split",
      "node-succeeded split",
      "node-started count",
      "node-succeeded count",
      "trace-settled ",
    ]);
    expect(new Set(progress.map(({ traceId }) => traceId)).size).toBe(1);
    expect(progress[0]).toMatchObject({ flow: "words", parentTraceId: events[0]?.runId });
    await agent.close();
  });

  it("tells of flows that are made inside the flow, too", async () => {
    const outer = createFlow({
      name: "outer",
      edges: [node({ name: "ask" }, (text: string, { call }) => call(words, text)).to()],
    });
    const agent = await new AgentBuilder(State)
      .withStep("flow", { flow: outer, input: "{question}", as: "count" })
      .build();
    const stream = agent.stream({});
    const progress = progressOf(await eventsOf(stream));
    expect((await stream.result).state).toMatchObject({ count: 2 });
    expect(progress.filter(({ flow }) => flow === "words").map(({ type }) => type)).toContain(
      "node-succeeded",
    );
    await agent.close();
    await outer.close();
  });

  it("runs as many traces of one flow at once as there are runs of the step", async () => {
    await using flow = words();
    const agent = await new AgentBuilder(State)
      .withStep("map", {
        over: "words",
        item: "word",
        steps: [{ step: "flow", config: { flow, input: "{word}", as: "count" } }],
        collect: "count",
        into: "counts",
      })
      .build();
    expect(await agent.run({ words: ["a b", "c", "d e f"] })).toMatchObject({ counts: [2, 1, 3] });
    await agent.close();
  });

  it("fails with the error of the flow, which says where", async () => {
    const broken = node({ name: "broken" }, (): never => {
      throw new Error("no luck");
    });
    await using flow = createFlow({ name: "f", edges: [broken.to()] });
    await using agent = await new AgentBuilder(State)
      .withStep("flow", { flow, as: "count", input: "x" })
      .build();
    await expect(agent.run({})).rejects.toMatchObject({
      name: "FlowError",
      nodeName: "broken",
      code: "NODE_EXCEPTION",
    });
    const events = await eventsOf(agent.stream({}));
    expect(events.at(-1)).toMatchObject({
      type: "run-finished",
      outcome: "failed",
      error: { code: "NODE_EXCEPTION" },
    });
    expect(progressOf(events).at(-1)).toMatchObject({ type: "trace-settled", outcome: "failed" });
  });

  it.each([
    ["the caller", (stop: AbortController) => ({ signal: stop.signal }), "cancelled"],
    ["the deadline", () => ({ timeoutMs: 20 }), "deadline"],
  ] as const)(
    "ends its trace when %s ends the run, and leaves the flow to others",
    async (_, options, outcome) => {
      const stop = new AbortController();
      const ended = Promise.withResolvers<unknown>();
      const wait = node({ name: "wait" }, (text: string, { signal }) => {
        if (text === "quick") return 1;
        return new Promise<number>((_resolve, reject) => {
          const onAbort = () => {
            ended.resolve("aborted");
            reject(signal.reason);
          };
          signal.addEventListener("abort", onAbort, { once: true });
        });
      });
      await using flow = createFlow({ name: "f", edges: [wait.to()] });
      await using agent = await new AgentBuilder(State)
        .withStep("flow", { flow, as: "count", input: "{question}" })
        .build();
      const stream = agent.stream({ question: "slow" }, options(stop));
      stream.result.catch(() => undefined);
      const events = await eventsOf(stream, (event) => {
        if (event.type === "flow-progressed" && event.event.type === "node-started") stop.abort();
      });
      expect(events.at(-1)).toMatchObject({ type: "run-finished", outcome });
      expect(await ended.promise).toBe("aborted");
      expect(flow.stats().traces).toBe(0);
      expect(await agent.run({ question: "quick" })).toMatchObject({ count: 1 });
    },
  );

  it("refuses what is no flow, and templates and keys that the state does not have", async () => {
    await using flow = words();
    const builder = new AgentBuilder(State);
    await expect(builder.withStep("flow", { flow: {} as never, as: "count" }).build()).rejects.toThrow(
      /Expected a flow made with createFlow/,
    );
    const wrong = { flow, input: "{qestion}" as "{question}", as: "cuont" as "count" };
    await expect(builder.withStep("flow", wrong).build()).rejects.toThrow(/\{qestion\}[\s\S]*"cuont"/);
  });
});
