import { RunnableLambda } from "@langchain/core/runnables";
import { mergeable } from "@pergola/config";
import type { StepContext } from "@pergola/core-steps";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { AgentBuilder, createAgent } from "../index.ts";
import { WAYS } from "./engine-ways.test-helper.ts";

describe.each(WAYS)("a run $way", ({ options }) => {
  it("calls a reducer once for each write", async () => {
    let calls = 0;
    const State = mergeable(z.object({ log: z.array(z.string()).default([]), seen: z.string().optional() }), {
      log: (current = [], update) => [...current, ...update.map((text) => `${text} ${++calls}`)],
    });
    const agent = await new AgentBuilder(State)
      .withStep("custom", { step: () => ({ log: ["a"] }) })
      .withStep("custom", { step: ({ log }) => ({ log: ["b"], seen: log.join() }) })
      .build();
    expect(await agent.run({}, options)).toEqual({ log: ["a 1", "b 2"], seen: "a 1" });
  });

  it.each(["toString", "constructor", "__open__"])(
    "keeps an undeclared key %s of an open state as data",
    async (key) => {
      const given = { [key]: { deep: 1 } };
      const agent = await createAgent()
        .withStep("custom", { step: () => given })
        .build();
      for (const input of [{}, given]) {
        const { messages: _messages, name: _name, ...undeclared } = await agent.run(input as never, options);
        expect(Object.entries(undeclared)).toEqual(Object.entries(given));
      }
    },
  );

  it("lets no key change what the state inherits", async () => {
    const given = JSON.parse('{"__proto__":{"isAdmin":true}}');
    const seen: unknown[] = [];
    const agent = await createAgent()
      .withStep("custom", { step: () => given })
      .withStep("custom", { step: (state) => void seen.push(state.isAdmin) })
      .build();
    const states = [await agent.run({}, options), await agent.run(given, options)];
    expect([...seen, ...states.map((state) => state.isAdmin)]).toEqual(Array(4).fill(undefined));
  });

  it("gives a step that needs the graph what is LangGraph's, also inside a branch", async () => {
    const written: unknown[] = [];
    const step = (_state: unknown, { writer }: StepContext) => {
      written.push(typeof writer);
      return { done: true };
    };
    const agent = await new AgentBuilder(z.object({ done: z.boolean().optional() }))
      .withStep("branch", {
        on: () => "yes",
        cases: { yes: [{ step: "custom", config: { needsGraph: true, step } }] },
      })
      .build();
    expect(await agent.run({}, options)).toEqual({ done: true });
    expect(written).toEqual(["function"]);
  });

  it("leaves a runnable that a step calls its own name", async () => {
    const names: unknown[] = [];
    const handler = { handleChainStart: (...started: unknown[]) => void names.push(started[7]) };
    const inner = RunnableLambda.from(() => 1).withConfig({ callbacks: [handler] });
    const agent = await new AgentBuilder(z.object({ got: z.number().optional() }))
      .withStep("custom", { step: async (_state, context) => ({ got: await inner.invoke(0, context) }) })
      .build();
    expect(await agent.run({}, options)).toEqual({ got: 1 });
    expect(names).toEqual(["RunnableLambda"]);
  });
});
