import { type LogFields, silentLogger } from "@pergola/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createProviderRegistry } from "../provider-registry.ts";
import type { ChatModel } from "./chat-model.ts";
import { createLlmResource, type LlmResourceOptions } from "./create-llm-resource.ts";
import { DirectModel } from "./foreign-models.test-helper.ts";
import { createTestRun } from "./llm-binding.test-helper.ts";

interface Made {
  readonly config: { readonly model?: string; readonly temperature?: number };
  readonly model: ChatModel;
  closed: number;
}

/** An llm resource whose models say their config, when the gate of their temperature lets them. */
function setUp(over: Partial<LlmResourceOptions> = {}) {
  const made: Made[] = [];
  const gates = new Map<number, PromiseWithResolvers<void>>();
  let askedWhenClosed = 0;
  const provider = {
    category: "llm" as const,
    name: "acme",
    configSchema: z.looseObject({ temperature: z.number().optional() }),
    create: async (given: unknown) => {
      const config = given as Made["config"];
      const model = new DirectModel(async () => {
        await gates.get(config.temperature ?? 0)?.promise;
        if (entry.closed > 0) askedWhenClosed += 1;
        return { text: JSON.stringify(config), toolCalls: [], finishReason: { unified: "stop" } };
      });
      const close = async () => {
        entry.closed += 1;
      };
      const entry: Made = { config, model: Object.assign(model, { close }), closed: 0 };
      made.push(entry);
      return entry.model;
    },
  };
  const llm = createLlmResource({
    registry: createProviderRegistry([provider]),
    env: {},
    model: "acme:m",
    ...over,
  });
  const ask = async (model: string | object) =>
    (await llm.bind(createTestRun().binding).generate("hi", { model: model as string })).content;
  const warm = (temperature: number) => ({ provider: "acme", model: "m", temperature });
  return {
    llm,
    made,
    gates,
    ask,
    warm,
    open: () => made.filter(({ closed }) => closed === 0),
    askedWhenClosed: () => askedWhenClosed,
  };
}

describe("the models of an llm resource", () => {
  it("are no more than maxModels when every call asks for another one; the others are closed", async () => {
    const { llm, made, ask, warm, open } = setUp({ maxModels: 3 });
    for (let call = 0; call < 20; call++) await ask(warm(call));
    await expect.poll(() => open().length).toBe(3);
    expect(open().map(({ config }) => config.temperature)).toEqual([17, 18, 19]);
    await llm.close();
    expect(made.map(({ closed }) => closed)).toEqual(Array(20).fill(1));
  });

  it("are 100 by default, also when they are asked for by name", async () => {
    const { llm, ask, open, made } = setUp();
    for (let call = 0; call < 130; call++) await ask(`acme:m${call}`);
    await expect.poll(() => open().length).toBe(100);
    await llm.close();
    expect(made).toHaveLength(130);
  });

  it("go when they were unused for longest, not when they were made first", async () => {
    const { llm, made, ask, warm } = setUp({ maxModels: 2 });
    for (const temperature of [1, 2, 1, 3, 1]) await ask(warm(temperature));
    expect(made.map(({ config }) => config.temperature)).toEqual([1, 2, 3]);
    await llm.close();
  });

  it("stay open under a call that runs, however many come meanwhile", async () => {
    const { llm, gates, made, ask, warm, open } = setUp({ maxModels: 1 });
    const gate = Promise.withResolvers<void>();
    gates.set(0, gate);
    const running = ask(warm(0));
    await expect.poll(() => made.length).toBe(1);
    for (const temperature of [1, 2, 3]) await ask(warm(temperature));
    expect(made[0]?.closed).toBe(0);
    gate.resolve();
    expect(JSON.parse(await running)).toMatchObject({ temperature: 0 });
    await ask(warm(4));
    await expect.poll(() => open().map(({ config }) => config.temperature)).toEqual([4]);
    await llm.close();
  });

  it("stay open that were handed out, until the resource closes", async () => {
    const { llm, made, ask, warm } = setUp({ maxModels: 1 });
    const model = await llm.model(warm(0));
    for (const temperature of [1, 2, 3]) await ask(warm(temperature));
    expect(made[0]).toMatchObject({ model, closed: 0 });
    await llm.close();
    expect(made.map(({ closed }) => closed)).toEqual([1, 1, 1, 1]);
  });

  it("that one provider gives for several configs are closed once, when the last of them goes", async () => {
    let closed = 0;
    const only = new DirectModel(async () => ({
      text: "x",
      toolCalls: [],
      finishReason: { unified: "stop" },
    }));
    const close = () => {
      closed += 1;
    };
    const shared = Object.assign(only, { close });
    const provider = {
      category: "llm" as const,
      name: "one",
      configSchema: z.looseObject({}),
      create: async () => shared,
    };
    const llm = createLlmResource({ registry: createProviderRegistry([provider]), env: {}, maxModels: 2 });
    for (let seed = 0; seed < 5; seed++)
      await llm.bind(createTestRun().binding).generate("hi", { model: { provider: "one", seed } });
    expect(closed).toBe(0);
    await llm.close();
    expect(closed).toBe(1);
  });

  it("that do not close when they go are told of, and harm no call", async () => {
    const warnings: (LogFields | undefined)[] = [];
    const logger = {
      ...silentLogger,
      warn: (_message: string, fields?: LogFields) => void warnings.push(fields),
      child: () => logger,
    };
    const { llm, made, ask, warm } = setUp({ maxModels: 1, logger });
    await ask(warm(0));
    Object.assign(made[0]?.model ?? {}, { close: () => Promise.reject(new Error("stuck")) });
    await ask(warm(1));
    await llm.close();
    expect(warnings).toMatchObject([{ model: "acme:m", error: { message: "stuck" } }]);
  });

  it("answer the same with any number of them, in any order of calls, and are never asked when closed", async () => {
    const calls = fc.array(fc.record({ temperature: fc.nat(6), isTogether: fc.boolean() }), {
      maxLength: 30,
    });
    await fc.assert(
      fc.asyncProperty(calls, fc.integer({ min: 1, max: 8 }), async (asked, maxModels) => {
        const { llm, made, ask, warm, open, askedWhenClosed } = setUp({ maxModels });
        const answers: Promise<string>[] = [];
        for (const { temperature, isTogether } of asked) {
          const answer = ask(warm(temperature));
          answers.push(answer);
          if (!isTogether) await answer;
        }
        const said = (await Promise.all(answers)).map((text) => JSON.parse(text).temperature);
        expect(said).toEqual(asked.map(({ temperature }) => temperature));
        await new Promise((resolve) => setImmediate(resolve));
        expect(open().length).toBeLessThanOrEqual(maxModels);
        await llm.close();
        expect(made.every(({ closed }) => closed === 1)).toBe(true);
        expect(askedWhenClosed()).toBe(0);
      }),
      { numRuns: 60 },
    );
  });
});
