import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { loadCockatiel } from "../breaker/load-cockatiel.ts";
import type { ProviderFactory } from "../provider-factory.ts";
import { createProviderRegistry } from "../provider-registry.ts";
import type { ChatCompletion, DirectChatModel } from "./chat-model.ts";
import { createLlmResource } from "./create-llm-resource.ts";
import { saying, settle, setUp, throwing } from "./fallback.test-helper.ts";
import { answering, DirectModel, InvokeOnlyModel } from "./foreign-models.test-helper.ts";
import { loadLangChain } from "./langchain.ts";

// Loading takes real time, in which a clock that only tests move would have gone by.
beforeAll(async () => void (await Promise.all([loadLangChain(), loadCockatiel()])));

describe("a list of models", () => {
  it("asks the first one, and only it, as long as that answers", async () => {
    const [first, second] = [saying("one"), saying("two")];
    const { generate, run } = setUp([first, second]);
    expect((await generate()).content).toBe("one");
    expect(second.directCalls).toEqual([]);
    expect(run.binding.retryBudget.remaining).toBe(6);
  });

  it("goes on to the second and the third, each paid from the run's budget", async () => {
    const models = [throwing("MODEL_AUTH"), throwing("MODEL_UNAVAILABLE"), saying("three")];
    const { generate, run } = setUp(models);
    expect((await generate()).content).toBe("three");
    expect(models.map(({ directCalls }) => directCalls.length)).toEqual([1, 1, 1]);
    expect(run.binding.retryBudget.remaining).toBe(4);
    expect(run.types().filter((type) => type !== "text-delta")).toEqual([
      "model-started",
      "model-fell-back",
      "model-fell-back",
      "model-finished",
    ]);
  });

  it("keeps what retries of the first would spend for the ones after it", async () => {
    const models = [throwing("MODEL_UNAVAILABLE"), saying("two")];
    const { clock, generate } = setUp(models, { retry: { maxRetries: 5 } }, 2);
    expect(await settle(clock, generate())).toMatchObject({ value: { content: "two" } });
    expect(models.map(({ directCalls }) => directCalls.length)).toEqual([2, 1]);
  });

  it("shares the retries of a call among its models", async () => {
    const models = [throwing("MODEL_UNAVAILABLE"), throwing("MODEL_UNAVAILABLE")];
    const { clock, generate } = setUp(models, { retry: { maxRetries: 2 } }, 20);
    await settle(clock, generate());
    expect(models.map(({ directCalls }) => directCalls.length)).toEqual([3, 1]);
  });

  it.each(["MODEL_BAD_REQUEST", "MODEL_CONTEXT_TOO_LONG", "MODEL_CONTENT_FILTERED", "RUN_SETTLED"])(
    "is left at once after %s",
    async (code) => {
      const models = [throwing(code), saying("two")];
      const { generate } = setUp(models);
      await expect(generate()).rejects.toMatchObject({ code });
      expect(models[1]?.directCalls).toEqual([]);
    },
  );

  it("stops where the run's budget ends", async () => {
    const models = [throwing("MODEL_AUTH"), saying("two")];
    const { generate } = setUp(models, {}, 0);
    await expect(generate()).rejects.toMatchObject({ code: "MODEL_AUTH" });
    expect(models[1]?.directCalls).toEqual([]);
  });

  it("is made once by model(), which gives the first", async () => {
    const first = saying("one");
    const { llm } = setUp([first, saying("two")]);
    expect(await llm.model()).toBe(first);
    expect(llm.describe()).toBe("streaming, then streaming");
  });

  it("asks each model for JSON in its own way", async () => {
    const { AIMessage } = await import("@langchain/core/messages");
    const foreign = new InvokeOnlyModel(() => new AIMessage("plain"));
    const { generate } = setUp([throwing("MODEL_AUTH"), foreign]);
    expect((await generate()).content).toBe("plain");
  });
});

describe("silence", () => {
  const silent: DirectChatModel["streamDirect"] = () => new Promise(() => undefined);

  it("of a model that has others after it ends after 30 s, and the last one has all the time", async () => {
    const models = [new DirectModel(silent), new DirectModel(silent)];
    const { clock, run, generate } = setUp(models, { retry: { maxRetries: 3 } });
    const work = generate();
    work.catch(() => undefined);
    await clock.advance(29_999);
    expect(models[1]?.directCalls).toHaveLength(0);
    await clock.advance(1);
    expect(models.map(({ directCalls }) => directCalls.length)).toEqual([1, 1]);
    expect(run.events.at(-1)).toMatchObject({ type: "model-fell-back", error: { code: "MODEL_TIMEOUT" } });
    expect(models[0]?.directCalls[0]?.[1].signal.aborted).toBe(true);
    await clock.advance(10_000_000);
    expect(run.types()).toEqual(["model-started", "model-fell-back"]);
    run.controller.abort(new Error("enough"));
    await expect(work).rejects.toThrow("enough");
    expect(clock.pendingTimers).toBe(0);
  });

  it("is over with the first piece: from then on an answer may take its time", async () => {
    const rest = Promise.withResolvers<void>();
    const first = new DirectModel(async (_request, { onDelta }) => {
      await onDelta({ type: "reasoning", text: "hm" });
      await rest.promise;
      return { text: "", toolCalls: [], finishReason: { unified: "stop" } };
    });
    const { clock, generate } = setUp([first, saying("two")], { firstTokenTimeoutMs: 10 });
    const work = generate();
    await clock.advance(1_000);
    rest.resolve();
    expect((await work).content).toBe("");
    expect(clock.pendingTimers).toBe(0);
  });

  it("that ends too late is heard by nobody", async () => {
    const late = Promise.withResolvers<void>();
    const ended = Promise.withResolvers<unknown>();
    const first = new DirectModel(async (_request, { onDelta }) => {
      await late.promise;
      try {
        await onDelta({ type: "text", text: "late" });
      } catch (error) {
        ended.resolve(error);
        throw error;
      }
      ended.resolve("heard");
      return { text: "late", toolCalls: [], finishReason: { unified: "stop" } };
    });
    const { clock, run, generate } = setUp([first, saying("two")], { firstTokenTimeoutMs: 10 });
    const work = generate();
    await clock.advance(10);
    late.resolve();
    expect((await work).content).toBe("two");
    expect(await ended.promise).toMatchObject({ code: "MODEL_TIMEOUT" });
    expect(run.text()).toBe("two");
  });
});

describe("what a call costs", () => {
  const usage = { inputTokens: 10, outputTokens: 1, totalTokens: 11 };

  it("includes the attempts that failed, where the vendor told", async () => {
    const ok: Partial<ChatCompletion> = { usage };
    const models = [throwing("MODEL_STREAM_BROKEN", { usage }), new DirectModel(answering(["two"], ok))];
    const { clock, run, generate } = setUp(models, { retry: { maxRetries: 1 } });
    expect(await settle(clock, generate())).toMatchObject({ value: { usage } });
    expect(run.events.at(-1)).toMatchObject({
      type: "model-finished",
      usage: { inputTokens: 30, outputTokens: 3, totalTokens: 33 },
    });
  });

  it("is told of a call that nobody answered too, and nonsense in its place is not", async () => {
    const { run, generate } = setUp([
      throwing("MODEL_AUTH", { usage: { inputTokens: "many" } }),
      throwing("MODEL_AUTH", { usage }),
    ]);
    await expect(generate()).rejects.toMatchObject({ code: "MODEL_AUTH" });
    expect(run.events.at(-1)).toMatchObject({ type: "model-finished", usage, error: { code: "MODEL_AUTH" } });
  });
});

describe("validate() of a list", () => {
  const acme: ProviderFactory<"llm"> = {
    category: "llm",
    name: "acme",
    configSchema: z.strictObject({ model: z.string().optional(), temperature: z.number().max(1).optional() }),
    create: async () => saying("hi"),
  };
  const llm = createLlmResource({ registry: createProviderRegistry([acme]), env: {} });
  const ready = saying("ready");

  it("tells the defects of every entry at its place", () => {
    const list = ["acme:m", "nobody:m", { provider: "acme", temperature: 3 }, ready];
    expect(llm.validate(list)).toMatchObject([{ path: [1, "provider"] }, { path: [2, "temperature"] }]);
  });

  it.each<[unknown, object[]]>([
    [[], [{ path: [], message: "The list of models is empty." }]],
    [
      ["acme:m", { model: "m", provider: "acme" }],
      [{ path: [1], message: "This is the same model as entry 0." }],
    ],
    [[ready, "acme:m", ready], [{ path: [2] }]],
    [["acme:m", ["acme:n"]], [{ path: [1], message: "Expected a model, received a list." }]],
    [
      ["acme:m", null, "", 3],
      [{ path: [1] }, { path: [2] }, { path: [3] }],
    ],
  ])("of %o", (list, problems) => {
    expect(llm.validate(list as never)).toMatchObject(problems);
    expect(llm.validate(list as never)).toHaveLength(problems.length);
  });

  it("tells a defect of the parameters once, however many models share it", () => {
    expect(llm.validateParameters({ maxTokens: 0 }, ["acme:a", "acme:b"])).toMatchObject([
      { path: ["maxTokens"] },
    ]);
  });
});
