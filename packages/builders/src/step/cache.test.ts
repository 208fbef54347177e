import { AIMessage, HumanMessage, RemoveMessage } from "@langchain/core/messages";
import { Command, interrupt, MemorySaver } from "@langchain/langgraph";
import { createVirtualClock } from "@pergola/core/testing";
import type { StepCacheConfig } from "@pergola/core-steps";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { createInMemoryConversationStore } from "@pergola/resources";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { allEvents } from "../all-events.test-helper.ts";
import { AgentBuilder, type CallOptions, createAgent } from "../index.ts";
import { ofType, said } from "./policies.test-helper.ts";

const State = z.object({
  topic: z.unknown().optional(),
  noise: z.unknown().optional(),
  answer: z.unknown().optional(),
});

const itself: unknown[] = [];
itself.push(itself);

/** An agent that counts how often its one step really works. */
async function counting(cache: StepCacheConfig = {}, answer: (topic: unknown) => unknown = (topic) => topic) {
  const clock = createVirtualClock();
  const worked: unknown[] = [];
  const agent = await new AgentBuilder(State, { clock })
    .withStep("custom", {
      nodeName: "look",
      cache,
      step: ({ topic }) => {
        worked.push(topic);
        return { answer: answer(topic) };
      },
    })
    .build();
  const ask = async (topic: unknown, options: CallOptions = {}) =>
    (await agent.run({ topic }, options)).answer;
  return { agent, ask, clock, worked };
}

describe("a step with a cache", () => {
  it("works once for one state, and tells when it did not work", async () => {
    const { agent, worked } = await counting();
    const first = await allEvents(agent.stream({ topic: "bees" }));
    const second = await allEvents(agent.stream({ topic: "bees" }));
    expect(worked).toEqual(["bees"]);
    expect(ofType(first, "step-cached")).toEqual([]);
    expect(second.map((event) => event.type)).toEqual([
      "run-started",
      "step-started",
      "step-cached",
      "step-finished",
      "run-finished",
    ]);
    expect(ofType(second, "step-cached")).toMatchObject([{ step: "look" }]);
  });

  it("works again for another state, and remembers both", async () => {
    const { ask, worked } = await counting();
    expect([await ask("a"), await ask("b"), await ask("a"), await ask("b")]).toEqual(["a", "b", "a", "b"]);
    expect(worked).toEqual(["a", "b"]);
  });

  it("never takes one state for another", async () => {
    const { ask, worked } = await counting({ maxEntries: 10_000 });
    const seen = new Set<string>();
    const value = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constant(JSON.parse('{"__proto__":{"a":1}}')));
    await fc.assert(
      fc.asyncProperty(value, async (some) => {
        const text = JSON.stringify(some);
        const topic: unknown = JSON.parse(text); // 0 for -0, which JSON does not know
        seen.add(text);
        expect(await ask(topic)).toEqual(topic);
        expect(worked).toHaveLength(seen.size);
      }),
      { numRuns: 300 },
    );
  });

  it.each<readonly [string, unknown, unknown]>([
    ["a date and its text", new Date(0), new Date(0).toISOString()],
    ["a date and its number", new Date(0), 0],
    ["no date at all and null", new Date(Number.NaN), null],
    ["two dates in lists", [new Date(0)], [new Date(1)]],
    ["nothing in a list and null", [undefined], [null]],
    ["a text and what stands for nothing", ["nothing"], [undefined]],
  ])("tells %s apart", async (_name, one, other) => {
    const { ask, worked } = await counting();
    for (const topic of [one, other, one, other]) expect(await ask(topic)).toEqual(topic);
    expect(worked).toEqual([one, other]);
  });

  it("looks only at the keys that it names", async () => {
    const { agent, worked } = await counting({ keys: ["topic"] });
    await agent.run({ topic: "a", noise: 1 });
    await agent.run({ topic: "a", noise: 2 });
    await agent.run({ topic: "b", noise: 2 });
    expect(worked).toEqual(["a", "b"]);
  });

  it("remembers as long as it is told", async () => {
    const { ask, clock, worked } = await counting({ ttlMs: 1_000 });
    await ask("a");
    await clock.advance(999);
    await ask("a");
    expect(worked).toHaveLength(1);
    await clock.advance(1);
    await ask("a");
    expect(worked).toHaveLength(2);
    expect(clock.pendingTimers).toBe(0);
  });

  it("forgets what was not used for the longest time", async () => {
    const { ask, worked } = await counting({ maxEntries: 2 });
    for (const topic of ["a", "b", "a", "c", "a", "b"]) await ask(topic);
    expect(worked).toEqual(["a", "b", "c", "b"]);
  });

  it("remembers a hundred states unless told otherwise", async () => {
    const { ask, worked } = await counting();
    for (let topic = 0; topic <= 100; topic++) await ask(topic);
    await ask(1);
    expect(worked).toHaveLength(101);
    await ask(0);
    expect(worked).toHaveLength(102);
  });

  it("never gives one user what another was told, nor one tenant", async () => {
    const { ask, worked } = await counting();
    const people = [{ userId: "ada" }, { userId: "bob" }, { tenantId: "t", userId: "ada" }, {}];
    for (const each of [...people, ...people]) await ask("a", each);
    expect(worked).toHaveLength(4);
  });

  it("never takes the ids of two users for one another", async () => {
    const { ask, worked } = await counting();
    const hostile = ["a", "a:b", '["a"', "a\u0000", "null", "__proto__"];
    for (const userId of hostile) for (const tenantId of hostile) await ask("a", { userId, tenantId });
    expect(worked).toHaveLength(hostile.length ** 2);
  });

  it("shares between sessions and runs of one user", async () => {
    const { agent, worked } = await counting();
    await agent.run({ topic: "a" }, { runId: "one" });
    await agent.run({ topic: "a" }, { runId: "two" });
    expect(worked).toHaveLength(1);
  });

  it("does not remember a failure", async () => {
    let attempts = 0;
    const { ask } = await counting({}, () => {
      if (++attempts === 1) throw new Error("no");
      return "fine";
    });
    await expect(ask("a")).rejects.toThrow("no");
    expect(await ask("a")).toBe("fine");
  });

  it("gives every run its own copy", async () => {
    const list = { items: [{ name: "bee" }], at: new Date(0) };
    const { ask, worked } = await counting({}, () => list);
    const first = (await ask("a")) as typeof list;
    first.items.push({ name: "wasp" });
    first.at.setFullYear(2_000);
    list.items[0] = { name: "changed at its source" };
    const second = (await ask("a")) as typeof list;
    expect(second).toEqual({ items: [{ name: "bee" }], at: new Date(0) });
    second.items.pop();
    second.at.setFullYear(2_000);
    expect(await ask("a")).toEqual({ items: [{ name: "bee" }], at: new Date(0) });
    expect(worked).toHaveLength(1);
  });

  it("remembers what an attempt after a failed one returned", async () => {
    let attempts = 0;
    const agent = await new AgentBuilder(State)
      .withStep("custom", {
        cache: {},
        retry: { maxRetries: 1, backoffBaseMs: 0 },
        step: () => {
          if (++attempts === 1) throw new Error("no");
          return { answer: attempts };
        },
      })
      .build();
    expect([(await agent.run({})).answer, (await agent.run({})).answer]).toEqual([2, 2]);
  });
});

describe("a state that cannot be told from another", () => {
  it.each([
    ["a function", () => 1],
    ["a symbol", Symbol("x")],
    ["a bigint", 1n],
    ["a Map", new Map([[1, 2]])],
    ["a Set", new Set([1])],
    ["an instance of a class", new (class Bee {})()],
    ["NaN", Number.NaN],
    ["infinity", Number.POSITIVE_INFINITY],
    ["itself", itself],
  ])("fails the step when it holds %s", async (_name, value) => {
    const { ask, worked } = await counting();
    for (const topic of [value, { deep: [value] }])
      await expect(ask(topic)).rejects.toMatchObject({
        code: "STEP_NOT_CACHEABLE",
        details: { step: "look" },
        hint: expect.stringContaining("cache.keys"),
      });
    expect(worked).toEqual([]);
  });

  it("does not matter in a key that is not looked at", async () => {
    const { agent } = await counting({ keys: ["topic"] });
    expect((await agent.run({ topic: "a", noise: () => 1 })).answer).toBe("a");
  });
});

describe("a result that cannot be used again", () => {
  it("fails the step when it is a Command", async () => {
    const agent = await new AgentBuilder(State)
      .withStep("custom", { cache: {}, step: () => new Command({ update: { answer: 1 } }) as never })
      .build();
    await expect(agent.run({})).rejects.toMatchObject({ code: "STEP_NOT_CACHEABLE" });
  });

  it("fails the step when runs would share what can be changed", async () => {
    const { ask } = await counting({}, () => new Map([["a", 1]]));
    await expect(ask("a")).rejects.toMatchObject({ code: "STEP_NOT_CACHEABLE" });
  });

  it.each([
    ["takes a message out", () => [new RemoveMessage({ id: "given" })]],
    ["changes a message", () => [new HumanMessage({ id: "given", content: "changed" })]],
  ])("fails the step when it %s", async (_name, messages) => {
    const agent = await createAgent()
      .withStep("llm", { model: new ScriptedChatModel(["hello"]) })
      .withStep("custom", { cache: {}, step: () => ({ messages: messages() }) as never })
      .build();
    const given = new HumanMessage({ id: "given", content: "hi" });
    await expect(agent.run({ messages: [given] } as never)).rejects.toMatchObject({
      code: "STEP_NOT_CACHEABLE",
    });
  });
});

describe("a cached model call", () => {
  const session = (sessionId: string) => ({ userId: "ada", sessionId });
  const scope = (sessionId: string) => ({ tenantId: "local", agentId: "agent", ...session(sessionId) });

  async function cached() {
    const model = new ScriptedChatModel(["one two", "another"]);
    const store = createInMemoryConversationStore();
    const agent = await createAgent().withMemory(store).withStep("llm", { model, cache: {} }).start();
    return { agent, model, store };
  }

  it("is told and stored like an answer, with an id of its own", async () => {
    const { agent, model, store } = await cached();
    const first = await agent.chat("hi", session("a"));
    const stream = agent.stream("hi", session("b"));
    const events = await allEvents(stream);
    const second = await stream.result;
    model.expectCalls(1);
    expect(second.text).toBe("one two");
    expect(ofType(events, "text-delta")).toMatchObject([
      { text: "one two", callId: second.messages[0]?.id, step: "llm_step_0" },
    ]);
    expect(ofType(events, "model-started")).toEqual([]);
    expect(second.usage.totalTokens).toBe(0);
    expect(second.messages[0]?.id).not.toBe(first.messages[0]?.id);
    const turns = (await store.transcript(scope("b")))?.turns;
    expect(turns?.[0]?.messages).toMatchObject([
      { role: "user", content: "hi" },
      { role: "assistant", content: "one two", id: second.messages[0]?.id },
    ]);
  });

  it("is one for the same words, and not for others", async () => {
    const { agent, model } = await cached();
    await agent.chat("hi", session("a"));
    await agent.chat("hi", session("a"));
    expect((await agent.chat("hi", session("c"))).text).toBe("one two");
    model.expectCalls(2);
  });

  it("is not that of a call with other parameters or tools", async () => {
    const model = new ScriptedChatModel(["plain", "cold", "with tools"], { direct: true });
    const agent = await createAgent().withStep("llm", { model, cache: {} }).build();
    const tools = [{ name: "theirs", parameters: { type: "object" } }];
    const ask = async (options?: CallOptions) => (await agent.chat("hi", options)).text;
    const all = [undefined, { parameters: { temperature: 0 } }, { tools }];
    const answers = ["plain", "cold", "with tools"];
    for (const _again of [1, 2])
      for (const [index, options] of all.entries()) expect(await ask(options)).toBe(answers[index]);
    model.expectCalls(3);
  });

  it("appends nothing twice when the step returns the whole conversation", async () => {
    let worked = 0;
    const agent = await createAgent()
      .withStep("llm", { model: new ScriptedChatModel(["a", "a"]) })
      .withStep("custom", {
        cache: {},
        step: (state) => {
          worked += 1;
          const { messages } = state as unknown as { messages: AIMessage[] };
          return { messages: [...messages, new AIMessage("b")] } as never;
        },
      })
      .build();
    for (const _again of [1, 2]) {
      const stream = agent.stream("hi");
      const events = await allEvents(stream);
      const { messages, state } = await stream.result;
      expect(said(messages)).toEqual(["ai: a", "ai: b"]);
      expect(said((state as { messages: AIMessage[] }).messages)).toEqual(["human: hi", "ai: a", "ai: b"]);
      expect(ofType(events, "text-delta").map((event) => event.text)).toEqual(["a", "b"]);
    }
    expect(worked).toBe(1);
  });

  it("is a loop's with its tools, as one whole", async () => {
    const model = new ScriptedChatModel([
      { toolCalls: [{ id: "x", name: "unknown", arguments: {} }] },
      "done",
    ]);
    const agent = await createAgent()
      .withCheckpointer(new MemorySaver())
      .withStep("tools-loop", { model, cache: {} })
      .build();
    const first = await agent.chat("hi");
    const second = await agent.chat("hi");
    expect(said(second.messages)).toEqual(said(first.messages));
    expect(second.toolCalls).toEqual([]);
    model.expectCalls(2);
  });

  it("is not remembered of a run that waits for an answer", async () => {
    let worked = 0;
    const agent = await new AgentBuilder(State)
      .withCheckpointer(new MemorySaver())
      .withStep("custom", {
        cache: {},
        needsGraph: true,
        step: () => {
          worked += 1;
          return { answer: interrupt("go?") };
        },
      })
      .build();
    await agent.run({}, { runId: "r" });
    expect((await agent.resume("r", "yes")).state).toMatchObject({ answer: "yes" });
    expect(worked).toBe(2);
    expect((await agent.run({})).answer).toBe("yes");
    expect(worked).toBe(2);
  });
});
