import { AsyncLocalStorage } from "node:async_hooks";
import { BaseCallbackHandler } from "@langchain/core/callbacks/base";
import { registerConfigureHook, setContextVariable } from "@langchain/core/context";
import { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { HumanMessage } from "@langchain/core/messages";
import type { ChatGeneration } from "@langchain/core/outputs";
import { type Runnable, type RunnableConfig, RunnableLambda } from "@langchain/core/runnables";
import { AsyncLocalStorageProviderSingleton } from "@langchain/core/singletons";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { createProviderRegistry } from "../provider-registry.ts";
import { chunkOf, hello, twice, WatchedModel, withBindTools } from "./bare-call.test-helper.ts";
import type { ChatModel } from "./chat-model.ts";
import { createLlmResource } from "./create-llm-resource.ts";
import { createTestRun } from "./llm-binding.test-helper.ts";

beforeAll(() => AsyncLocalStorageProviderSingleton.initializeGlobalInstance(new AsyncLocalStorage()));
afterEach(() => void vi.restoreAllMocks());

const tools = [{ name: "clock", description: "Tells the time", parameters: { type: "object" } }];
const silent = { handleChatModelStart: () => undefined };

interface Call {
  readonly withTools?: boolean;
  readonly config?: RunnableConfig;
  readonly env?: Record<string, string>;
}

/** One call, with everything that somebody may see of it; ids and times differ and are left out. */
async function call(model: ChatModel, { withTools = false, config, env = {} }: Call = {}) {
  const run = createTestRun(config === undefined ? {} : { runnableConfig: config });
  const llm = createLlmResource({ registry: createProviderRegistry(), model, env }).bind(run.binding);
  const asked = { parameters: { stop: ["END"] }, ...(withTools && { tools }) };
  const outcome = await llm.generate([new HumanMessage("hi")], asked).then(
    ({ message, ...result }) => ({ ...result, message: { ...message.toDict().data, id: undefined } }),
    (error: { code: string; message: string }) => ({ code: error.code, message: error.message }),
  );
  const events = run.events.map((event) => ({ ...event, callId: undefined, latencyMs: undefined }));
  return { outcome, events };
}

/** The same call with and without somebody who listens, so that it takes both ways. */
async function bothWays(create: () => WatchedModel, over: Call = {}) {
  const [bare, wrapped] = [create(), create()];
  const unheard = await call(bare, over);
  const heard = await call(wrapped, { ...over, config: { callbacks: [silent] } });
  return { unheard, heard, bare, wrapped };
}

const usage = { input_tokens: 1, output_tokens: 2, total_tokens: 3 };

const plain: readonly [string, () => WatchedModel][] = [
  ["plain text", () => new WatchedModel(hello)],
  [
    "what the generation says beside its message",
    () =>
      new WatchedModel(() => [
        chunkOf({ content: "a", response_metadata: { model: "own" } }, { model: "other", logprobs: [1] }),
        chunkOf("", { finish_reason: "length" }),
      ]),
  ],
  [
    "ids, usage and pieces of tool calls",
    () =>
      new WatchedModel(() => [
        chunkOf({ content: "", tool_call_chunks: [{ index: 0, id: "c", name: "clock", args: '{"a"' }] }),
        chunkOf({ content: "", tool_call_chunks: [{ index: 0, args: ":1}" }] }),
        chunkOf({ content: "", usage_metadata: usage, response_metadata: { finish_reason: "tool_calls" } }),
      ]),
  ],
  [
    "content blocks",
    () =>
      new WatchedModel(() => [
        chunkOf({ content: [{ type: "reasoning", reasoning: "hm", index: 0 }] }),
        chunkOf({ content: [{ type: "text", text: "so", index: 1 }] }),
      ]),
  ],
  ["an answer in one piece", () => new WatchedModel(hello, { disableStreaming: true })],
  [
    "what comes beside an answer in one piece",
    () =>
      new WatchedModel(() => [chunkOf("a", { finish_reason: "stop", own: 2 })], { disableStreaming: true }),
  ],
  [
    "a failure in the middle",
    () =>
      new WatchedModel(function* () {
        yield chunkOf("half");
        throw Object.assign(new Error("reset"), { code: "ECONNRESET" });
      }),
  ],
  [
    "a failure at once",
    () =>
      new WatchedModel(() => {
        throw new Error("no");
      }),
  ],
  ["a stream without anything", () => new WatchedModel(() => [])],
  ["tags and metadata on the model", () => new WatchedModel(hello, { tags: ["t"], metadata: { m: 1 } })],
  ["a list of no callbacks on the model", () => new WatchedModel(hello, { callbacks: [] })],
];

describe("without LangChain's wrapper", () => {
  it.each(plain)("the same comes out as through it: %s", async (_what, create) => {
    const { unheard, heard, bare, wrapped } = await bothWays(create);
    expect([bare.wrapped, wrapped.wrapped]).toEqual([[false], [true]]);
    expect(unheard).toEqual(heard);
    expect(bare.seen).toEqual(wrapped.seen);
    expect(bare.seen[0]).toMatchObject({ stop: ["END"] });
  });

  it.each<[string, (model: WatchedModel) => Runnable]>([
    ["is the model itself", (model) => model],
    ["carries options", (model) => model.withConfig({ seed: 1, tags: ["t"] } as object)],
    ["carries options twice", (model) => twice(model)],
  ])("the same comes out when what bindTools gives %s", async (_what, bind) => {
    const create = () => withBindTools(new WatchedModel(hello), bind);
    const { unheard, heard, bare, wrapped } = await bothWays(create, { withTools: true });
    expect([bare.wrapped, wrapped.wrapped]).toEqual([[false], [true]]);
    expect(unheard).toEqual(heard);
    expect(bare.seen).toEqual(wrapped.seen);
  });

  it("the model gets what LangChain hands down from around the call", async () => {
    const model = new WatchedModel(hello);
    const around = { store: { some: "store" }, metadata: { m: 1 }, configurable: { thread: "x" } };
    await RunnableLambda.from(() => call(model)).invoke("", around as RunnableConfig);
    await RunnableLambda.from(() => call(model, { config: { callbacks: [silent] } })).invoke("", around);
    expect(model.wrapped).toEqual([false, true]);
    expect(model.seen[0]).toMatchObject({ store: { some: "store" } });
    expect(model.seen[0]).toEqual(model.seen[1]);
  });

  it("a stop is noticed before the next piece, and ends the model's own work", async () => {
    let pulled = 0;
    let isEnded = false;
    const model = new WatchedModel(function* () {
      try {
        while (true) yield chunkOf(`${++pulled}`);
      } finally {
        isEnded = true;
      }
    });
    const stop = new Error("enough");
    const run = createTestRun({
      emit(event) {
        if (event.type === "text-delta" && event.text === "3") run.controller.abort(stop);
      },
    });
    const llm = createLlmResource({ registry: createProviderRegistry(), model, env: {} }).bind(run.binding);
    await expect(llm.generate("hi")).rejects.toBe(stop);
    expect([pulled, isEnded]).toEqual([3, true]);
  });
});

describe("LangChain's wrapper is kept", () => {
  /** Whether a call of the model went through the wrapper. */
  async function isWrapped(model: WatchedModel, over: Call = {}): Promise<boolean | undefined> {
    await call(model, over);
    expect(model.seen).toHaveLength(1);
    return model.wrapped[0];
  }

  it("for a model that does part of it itself", async () => {
    class Streams extends WatchedModel {
      override async *_streamIterator(...[input, options]: Parameters<WatchedModel["_streamIterator"]>) {
        for await (const chunk of super._streamIterator(input, options)) {
          chunk.content = `${chunk.content}!`;
          yield chunk;
        }
      }
    }
    class Generates extends WatchedModel {
      override async generate(...call: Parameters<WatchedModel["generate"]>) {
        const result = await super.generate(...call);
        const [[generation] = []] = result.generations as ChatGeneration[][];
        if (generation !== undefined) generation.message.content = "mine";
        return result;
      }
    }
    expect((await call(new Streams(hello))).outcome).toMatchObject({ content: "Hel!lo!" });
    expect((await call(new Generates(hello, { disableStreaming: true }))).outcome).toMatchObject({
      content: "mine",
    });
  });

  it.each([
    "stream",
    "invoke",
    "_streamIterator",
    "generate",
    "generatePrompt",
    "_generateUncached",
  ] as const)("for a model whose %s somebody has replaced, also for all models at once", async (name) => {
    await call(new WatchedModel(hello));
    const model = new WatchedModel(hello);
    vi.spyOn(model, name);
    expect(await isWrapped(model)).toBe(true);
    vi.spyOn(BaseChatModel.prototype, name);
    expect(await isWrapped(new WatchedModel(hello))).toBe(true);
  });

  it.each<[string, (model: WatchedModel) => Runnable]>([
    ["a sequence", (model) => model.pipe((answer) => answer) as Runnable],
    ["a model with its own options' listeners", (model) => model.withListeners({ onStart: () => undefined })],
    ["a binding with a handler", (model) => model.withConfig({ callbacks: [silent] })],
    ["a binding with a timeout", (model) => model.withConfig({ timeout: 60_000 })],
    ["a binding with a signal", (model) => model.withConfig({ signal: new AbortController().signal })],
    [
      "a binding that asks for standard content",
      (model) => model.withConfig({ outputVersion: "v1" } as object),
    ],
    [
      "a runnable of another kind",
      (model) =>
        new (class extends RunnableLambda<never, never> {})({
          func: ((input: never) => model.invoke(input)) as never,
        }),
    ],
  ])("when bindTools gives %s", async (_what, bind) => {
    expect(await isWrapped(withBindTools(new WatchedModel(hello), bind), { withTools: true })).toBe(true);
  });

  it("for standard content, whose blocks the wrapper makes", async () => {
    const { unheard, heard } = await bothWays(() => new WatchedModel(hello, { outputVersion: "v1" }));
    expect(unheard.outcome).toMatchObject({ message: { content: [{ text: "Hel" }, { text: "lo" }] } });
    expect(unheard).toEqual(heard);
  });

  it("for a model that ends its call by a timeout of its binding", async () => {
    const never = () => ({
      [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => undefined) }),
    });
    const model = withBindTools(new WatchedModel(never), (self) => self.withConfig({ timeout: 5 }));
    expect((await call(model, { withTools: true })).outcome).toMatchObject({ code: "MODEL_TIMEOUT" });
  });
});

describe("a handler hears of every call, when it is given", () => {
  const heardBy = () => {
    const handleChatModelStart = vi.fn();
    return { handler: BaseCallbackHandler.fromMethods({ handleChatModelStart }), handleChatModelStart };
  };

  it("to the model's constructor", async () => {
    const { handler, handleChatModelStart } = heardBy();
    await call(new WatchedModel(hello, { callbacks: [handler] }));
    expect(handleChatModelStart).toHaveBeenCalledTimes(1);
  });

  it("with the run's config", async () => {
    const { handler, handleChatModelStart } = heardBy();
    await call(new WatchedModel(hello), { config: { callbacks: [handler] } });
    expect(handleChatModelStart).toHaveBeenCalledTimes(1);
  });

  it("to something around the call that passes nothing on", async () => {
    const { handler, handleChatModelStart } = heardBy();
    const step = RunnableLambda.from(() => call(new WatchedModel(hello)));
    await step.invoke("", { callbacks: [handler] });
    expect(handleChatModelStart).toHaveBeenCalledTimes(1);
  });

  it("by a hook that somebody registered with LangChain", async () => {
    const { handler, handleChatModelStart } = heardBy();
    registerConfigureHook({ contextVar: "bare-call-test" });
    await RunnableLambda.from(async () => {
      setContextVariable("bare-call-test", handler);
      await call(new WatchedModel(hello));
    }).invoke("");
    expect(handleChatModelStart).toHaveBeenCalledTimes(1);
  });

  it("by the environment: LangChain sees every call while tracing or its console output is on", async () => {
    const traced = new WatchedModel(hello);
    await call(traced, { env: { LANGSMITH_TRACING: "true" } });
    expect(traced.wrapped).toEqual([true]);
    const verbose = new WatchedModel(hello, { verbose: true });
    vi.spyOn(console, "log").mockImplementation(() => undefined);
    await call(verbose);
    expect(verbose.wrapped).toEqual([true]);
    expect(console.log).toHaveBeenCalled();
  });
});
