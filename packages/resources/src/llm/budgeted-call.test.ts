import { AIMessage, HumanMessage } from "@langchain/core/messages";
import type { BudgetRequest, RunBudget, Usage } from "@pergola/core";
import { describe, expect, it } from "vitest";
import { resourceErrors } from "../errors.ts";
import { createProviderRegistry } from "../provider-registry.ts";
import { createLlmResource, type LlmResourceOptions } from "./create-llm-resource.ts";
import { answering, DirectModel, InvokeOnlyModel } from "./foreign-models.test-helper.ts";
import { createTestRun } from "./llm-binding.test-helper.ts";
import type { GenerateOptions, ModelReference } from "./llm-resource.ts";

const usage: Usage = { inputTokens: 3, outputTokens: 2, totalTokens: 5 };

/** A budget that writes down what happens to it: `[asked, settled]` for each reservation. */
function recordingBudget(grant: (request: BudgetRequest, index: number) => number = () => 50) {
  const entries: { request: BudgetRequest; settled: (Usage | undefined)[] }[] = [];
  const budget: RunBudget = {
    runIds: ["run-1"],
    async reserve(request) {
      const entry = { request, settled: [] as (Usage | undefined)[] };
      const maxOutputTokens = grant(request, entries.length);
      if (maxOutputTokens === 0)
        throw resourceErrors.create("BUDGET_EXCEEDED", { message: "Spent.", hint: "Raise it." });
      entries.push(entry);
      return { maxOutputTokens, settle: async (spent) => void entry.settled.push(spent) };
    },
  };
  return { budget, entries, settled: () => entries.map((entry) => entry.settled) };
}

function setup(
  model: ModelReference,
  { budget }: { readonly budget: RunBudget },
  over: Partial<LlmResourceOptions> = {},
) {
  const retry = { maxRetries: 2, backoffBaseMs: 0 };
  const llm = createLlmResource({ registry: createProviderRegistry([]), env: {}, model, retry, ...over });
  const run = createTestRun({ budget });
  const ask = (options?: GenerateOptions) => llm.bind(run.binding).generate("hello", options);
  return { llm, run, ask };
}

const refused = (status: number, code?: string) =>
  Object.assign(new Error(`HTTP ${status}`), { status, code });
const NOTHING = { inputTokens: 0, outputTokens: 0, totalTokens: 0 };

describe("what is reserved", () => {
  it("is an upper bound of the input: all of its bytes", async () => {
    const { budget, entries } = recordingBudget();
    const { ask } = setup(new DirectModel(answering(["hi"], { usage })), { budget });
    await ask();
    const plain = entries[0]?.request.inputTokens ?? 0;
    expect(plain).toBeGreaterThan("hello".length);
    const parameters = { type: "object", properties: { city: { type: "string", description: "Größe" } } };
    await ask({ tools: [{ name: "weather", description: "💧".repeat(10), parameters }] });
    const withTools = entries[1]?.request.inputTokens ?? 0;
    expect(withTools - plain).toBeGreaterThan(Buffer.byteLength(JSON.stringify(parameters)) + 40 + 500);
  });

  it("counts pictures at a fixed number, whatever their bytes, and calls of before with their arguments", async () => {
    const { budget, entries } = recordingBudget();
    const { llm, run } = setup(new DirectModel(answering(["hi"], { usage })), { budget });
    const picture = (bytes: number) => ({
      type: "image_url",
      image_url: { url: `data:image/png;base64,${"A".repeat(bytes)}` },
    });
    for (const bytes of [10, 100_000])
      await llm.bind(run.binding).generate([new HumanMessage({ content: [picture(bytes)] })]);
    const [small, large] = entries.map(({ request }) => request.inputTokens);
    expect(small).toBe(large);
    expect(small).toBeGreaterThan(50_000);
    const call = { id: "1", name: "look", args: { at: "x".repeat(3_000) } };
    const wrong = { id: "2", name: "look", args: "y".repeat(3_000), error: "no JSON" };
    const said = new AIMessage({ content: "", tool_calls: [call], invalid_tool_calls: [wrong] });
    await llm.bind(run.binding).generate([said]);
    expect(entries[2]?.request.inputTokens).toBeGreaterThan(6_000);
  });

  it("is the answer that was asked for, else the model's own, else 4 096 tokens", async () => {
    const { budget, entries } = recordingBudget();
    const model = new DirectModel(answering(["hi"], { usage }));
    const { ask } = setup(model, { budget });
    await ask();
    Object.assign(model, { maxTokens: 700 });
    await ask();
    await ask({ parameters: { maxTokens: 20 } });
    expect(entries.map(({ request }) => request.maxOutputTokens)).toEqual([4_096, 700, 20]);
    expect(model.directCalls.map(([request]) => request.parameters?.maxTokens)).toEqual([50, 50, 50]);
  });

  it("is for a LangChain model what it was made with, all of it", async () => {
    const { budget, entries } = recordingBudget((request) => request.maxOutputTokens);
    const model = new InvokeOnlyModel(() => new AIMessage("hi"));
    const { ask } = setup(Object.assign(model, { maxTokens: 64 }), { budget });
    await ask();
    expect(entries[0]?.request).toMatchObject({ maxOutputTokens: 64, minOutputTokens: 64 });
  });

  it("has the price that was given", async () => {
    const { budget, entries } = recordingBudget();
    const price = { input: 1, output: 2 };
    const { ask } = setup(new InvokeOnlyModel(() => new AIMessage("hi")), { budget });
    await expect(ask()).rejects.toMatchObject({ code: "BUDGET_UNENFORCEABLE" });
    const priced = setup(
      new DirectModel(answering(["hi"], { usage })),
      { budget },
      { prices: { "*": price } },
    );
    expect((await priced.ask()).usage?.cost).toBe(0.000007);
    expect(entries[0]?.request.price).toBe(price);
  });
});

describe("what is settled", () => {
  it("is the usage of an answer, or that nobody knows it", async () => {
    const { budget, settled } = recordingBudget();
    await setup(new DirectModel(answering(["hi"], { usage })), { budget }).ask();
    await setup(new DirectModel(answering(["hi"])), { budget }).ask();
    expect(settled()).toEqual([[usage], [undefined]]);
  });

  it.each([
    ["counts that are none", { inputTokens: "3", outputTokens: 2, totalTokens: 5 }],
    ["less than nothing", { inputTokens: 3, outputTokens: -2, totalTokens: 1 }],
    ["an answer to nothing", { inputTokens: 0, outputTokens: 2, totalTokens: 2 }],
    ["an answer of nothing", { inputTokens: 3, outputTokens: 0, totalTokens: 3 }],
  ])("is that nobody knows where a vendor tells %s", async (_, told) => {
    const { budget, settled } = recordingBudget();
    await setup(new DirectModel(answering(["hi"], { usage: told as never })), { budget }).ask();
    const message = new AIMessage({
      content: "hi",
      usage_metadata: {
        input_tokens: told.inputTokens as number,
        output_tokens: told.outputTokens,
        total_tokens: told.totalTokens,
      },
    });
    const model = Object.assign(new InvokeOnlyModel(() => message), { maxTokens: 50 });
    await setup(model, { budget }).ask();
    expect(settled()).toEqual([[undefined], [undefined]]);
  });

  it("is nothing for a request that was turned down, and unknown for all that may have been answered", async () => {
    const inside = Object.assign(new Error("slow down"), { code: "rate_limit_exceeded" });
    const failures = [
      [refused(401), NOTHING],
      [refused(429), NOTHING],
      [Object.assign(new Error("connect"), { code: "ECONNREFUSED" }), NOTHING],
      [
        new TypeError("fetch failed", { cause: Object.assign(new Error("dns"), { code: "ENOTFOUND" }) }),
        NOTHING,
      ],
      [refused(503), undefined],
      [refused(408), undefined],
      [inside, undefined],
      [Object.assign(new Error("reset"), { code: "ECONNRESET" }), undefined],
      [new Error("broken"), undefined],
    ] as const;
    for (const [error, spent] of failures) {
      const { budget, settled } = recordingBudget();
      const model = new DirectModel(() => Promise.reject(error));
      await setup(model, { budget }, { retry: { maxRetries: 0 } })
        .ask()
        .catch(() => undefined);
      expect(settled(), error.message).toEqual([[spent]]);
    }
  });

  it("is settled anew by every retry, and by every model of a list", async () => {
    const { budget, settled, entries } = recordingBudget((_, index) => 100 - index);
    const first = new DirectModel(() => Promise.reject(refused(503)));
    const second = new DirectModel(answering(["hi"], { usage }));
    const { ask, run } = setup([first, second], { budget });
    expect((await ask()).content).toBe("hi");
    expect(first.directCalls.map(([request]) => request.parameters?.maxTokens)).toEqual([100, 99, 98]);
    expect(second.directCalls.map(([request]) => request.parameters?.maxTokens)).toEqual([97]);
    expect(settled()).toEqual([[undefined], [undefined], [undefined], [usage]]);
    expect(entries).toHaveLength(4);
    expect(run.types().filter((type) => type === "model-retried")).toHaveLength(2);
  });

  it("is not known of an answer that was stopped", async () => {
    const { budget, entries } = recordingBudget();
    const { run, ask } = setup(
      new DirectModel(async (_request, { signal, onDelta }) => {
        await onDelta({ type: "text", text: "I " });
        run.controller.abort(new Error("enough"));
        signal.throwIfAborted();
        throw new Error("unreachable");
      }),
      { budget },
    );
    await expect(ask()).rejects.toThrow("enough");
    await expect.poll(() => entries[0]?.settled).toEqual([undefined]);
  });

  it("is nothing where a breaker lets no call pass", async () => {
    const { budget, settled } = recordingBudget();
    const model = new DirectModel(() => Promise.reject(refused(401)));
    const { ask } = setup(model, { budget }, { breaker: { failures: 1 } });
    await expect(ask()).rejects.toMatchObject({ code: "MODEL_AUTH" });
    await expect(ask()).rejects.toMatchObject({ code: "CIRCUIT_OPEN" });
    expect(model.directCalls).toHaveLength(1);
    expect(settled()).toEqual([[NOTHING], [NOTHING]]);
  });
});

describe("a call that the budget does not allow", () => {
  it("is not made and not told of", async () => {
    const { budget } = recordingBudget(() => 0);
    const model = new DirectModel(answering(["hi"], { usage }));
    const { ask, run } = setup(model, { budget }, { retry: { maxRetries: 3, retryIf: () => true } });
    await expect(ask()).rejects.toMatchObject({ code: "BUDGET_EXCEEDED" });
    expect(model.directCalls).toEqual([]);
    expect(run.events).toEqual([]);
  });

  it("is not retried, whatever the policy says, and goes to no other model", async () => {
    const { budget, entries } = recordingBudget((_, index) => (index === 0 ? 50 : 0));
    const first = new DirectModel(() => Promise.reject(refused(503)));
    const second = new DirectModel(answering(["hi"], { usage }));
    const { ask, run } = setup(
      [first, second],
      { budget },
      { retry: { maxRetries: 3, retryIf: () => true, backoffBaseMs: 0 } },
    );
    await expect(ask()).rejects.toMatchObject({ code: "BUDGET_EXCEEDED" });
    expect([first.directCalls.length, second.directCalls.length, entries.length]).toEqual([1, 0, 1]);
    expect(run.events.at(-1)).toMatchObject({ type: "model-finished", error: { code: "BUDGET_EXCEEDED" } });
  });

  it.each([
    ["file", { type: "file", file: { file_id: "f" } }],
    ["input_audio", { type: "input_audio", input_audio: { data: "AAAA" } }],
  ])("is one with a part of type %s: nobody can tell its tokens", async (_, part) => {
    const { budget, entries } = recordingBudget();
    const { llm, run } = setup(new DirectModel(answering(["hi"], { usage })), { budget });
    const message = new HumanMessage({ content: [part] as never });
    await expect(llm.bind(run.binding).generate([message])).rejects.toMatchObject({
      code: "BUDGET_UNENFORCEABLE",
      details: { reason: "input-unknown" },
    });
    expect(entries).toEqual([]);
  });

  it("is one whose usage is not told, and the error says how to have it told", async () => {
    const { budget } = recordingBudget();
    const model = Object.assign(new DirectModel(answering(["hi"])), { reportsUsage: false });
    await expect(setup(model, { budget }).ask()).rejects.toMatchObject({
      code: "BUDGET_UNENFORCEABLE",
      hint: expect.stringContaining("streamUsage: true"),
      details: { reason: "usage-unknown" },
    });
  });
});
