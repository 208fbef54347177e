import { getEventListeners } from "node:events";
import { AIMessage, AIMessageChunk } from "@langchain/core/messages";
import { PergolaError } from "@pergola/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createProviderRegistry } from "../provider-registry.ts";
import type { ChatModel } from "./chat-model.ts";
import { createLlmResource } from "./create-llm-resource.ts";
import { answering, DirectModel, InvokeOnlyModel, StreamingModel } from "./foreign-models.test-helper.ts";
import { createTestRun } from "./llm-binding.test-helper.ts";

const never = () => new Promise<never>(() => undefined);
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
const reason = new PergolaError("RUN_CANCELLED", { message: "The user pressed Stop." });

const unhandled: unknown[] = [];
const onUnhandled = (error: unknown) => void unhandled.push(error);
beforeEach(() => {
  unhandled.length = 0;
  process.on("unhandledRejection", onUnhandled);
});
afterEach(async () => {
  await turn();
  process.off("unhandledRejection", onUnhandled);
  expect(unhandled).toEqual([]);
});

function start(model: ChatModel) {
  const run = createTestRun();
  const llm = createLlmResource({ registry: createProviderRegistry(), model, env: {} });
  const work = llm.bind(run.binding).generate("hi");
  work.catch(() => undefined);
  return { run, work };
}

/** Stops a call that has begun and has said nothing yet. */
async function stopBeforeAnswer(model: ChatModel) {
  const { run, work } = start(model);
  await expect.poll(() => run.events.length).toBe(1);
  run.controller.abort(reason);
  await expect(work).rejects.toBe(reason);
  return run;
}

/** Stops a call once some of its text is there: no more than one further chunk is made, and none emitted. */
async function stopMidStream(model: ChatModel, chunksMade: () => number) {
  const { run, work } = start(model);
  await expect.poll(() => run.text().length).toBeGreaterThan(3);
  const [said, before] = [run.text(), chunksMade()];
  run.controller.abort(reason);
  await expect(work).rejects.toBe(reason);
  for (let turns = 0; turns < 10; turns++) await turn();
  expect(chunksMade() - before).toBeLessThanOrEqual(1);
  expect(run.text()).toBe(said);
  return run;
}

describe("a stop", () => {
  it("before the call starts nothing at all", async () => {
    const run = createTestRun();
    run.controller.abort(reason);
    const model = new DirectModel(answering(["a"]));
    const llm = createLlmResource({ registry: createProviderRegistry(), model, env: {} });
    await expect(llm.bind(run.binding).generate("hi")).rejects.toBe(reason);
    expect(model.directCalls).toEqual([]);
    expect(run.events).toEqual([]);
  });

  it("at the announcement of a call keeps it from being made", async () => {
    const events: string[] = [];
    const run = createTestRun({
      emit(event) {
        events.push(event.type);
        if (event.type === "model-started") run.controller.abort(reason);
      },
    });
    const model = new DirectModel(answering(["a"]));
    const llm = createLlmResource({ registry: createProviderRegistry(), model, env: {} });
    await expect(llm.bind(run.binding).generate("hi")).rejects.toBe(reason);
    expect(model.directCalls).toEqual([]);
    expect(events).toEqual(["model-started", "model-finished"]);
  });

  it("while the model is being made ends the wait, and the model is still made for others", async () => {
    let finish: (model: ChatModel) => void = () => undefined;
    const made = new DirectModel(answering(["a"]));
    const { z } = await import("zod");
    const registry = createProviderRegistry([
      {
        category: "llm",
        name: "slow",
        configSchema: z.object({}).loose(),
        create: () =>
          new Promise<ChatModel>((resolve) => {
            finish = resolve;
          }),
      },
    ]);
    const llm = createLlmResource({ registry, env: {}, model: "slow:x" });
    const run = createTestRun();
    const work = llm.bind(run.binding).generate("hi");
    const rejected = expect(work).rejects.toBe(reason);
    await turn();
    run.controller.abort(reason);
    await rejected;
    finish(made);
    expect(await llm.model()).toBe(made);
    expect(run.events).toEqual([]);
  });

  it.each<[string, ChatModel]>([
    ["a direct model", new DirectModel(never)],
    [
      "a streaming model",
      new StreamingModel(async function* () {
        await never();
        yield new AIMessageChunk("never");
      }),
    ],
    ["a model without streaming", new InvokeOnlyModel(never)],
  ])("before the first token ends the wait on %s that ignores its signal", async (_name, model) => {
    const run = await stopBeforeAnswer(model);
    expect(run.types()).toEqual(["model-started", "model-finished"]);
    expect(run.events[1]).toMatchObject({ error: { code: "RUN_CANCELLED" } });
    expect(getEventListeners(run.binding.signal, "abort")).toEqual([]);
  });

  it("mid-stream takes at most one more chunk from a model that ignores its signal, and emits none", async () => {
    let pulled = 0;
    const model = new StreamingModel(async function* () {
      for (;;) {
        pulled += 1;
        yield new AIMessageChunk("x");
        await turn();
      }
    });
    const run = await stopMidStream(model, () => pulled);
    expect(run.types().at(-1)).toBe("model-finished");
    expect(getEventListeners(run.binding.signal, "abort")).toEqual([]);
  });

  it("mid-stream emits nothing more of a direct model that ignores its signal, and ends it", async () => {
    let offered = 0;
    const model = new DirectModel(async (_request, { onDelta }) => {
      for (;;) {
        offered += 1;
        await onDelta({ type: "text", text: "x" });
        await turn();
      }
    });
    await stopMidStream(model, () => offered);
  });

  it("reaches the model's own signal", async () => {
    const seen: unknown[] = [];
    const listening = new DirectModel((_request, { signal }) => {
      signal.addEventListener("abort", () => seen.push(signal.reason));
      return never();
    });
    await stopBeforeAnswer(listening);
    expect(seen).toEqual([reason]);
  });

  it("wins over an error and over an answer that come because of it", async () => {
    const giving = (end: (signal: AbortSignal) => AIMessage) =>
      new InvokeOnlyModel(async ({ signal }) => {
        await new Promise<void>((resolve) => signal?.addEventListener("abort", () => resolve()));
        return end(signal as AbortSignal);
      });
    const failing = giving(() => {
      throw new Error("socket closed");
    });
    for (const model of [failing, giving(() => new AIMessage("partial"))]) {
      const run = await stopBeforeAnswer(model);
      expect(run.types()).toEqual(["model-started", "model-finished"]);
    }
  });

  it("while the reader is behind ends the wait for it", async () => {
    const run = createTestRun({ emit: (event) => (event.type === "text-delta" ? never() : undefined) });
    const model = new DirectModel(answering(["a", "b"]));
    const llm = createLlmResource({ registry: createProviderRegistry(), model, env: {} });
    const work = llm.bind(run.binding).generate("hi");
    const rejected = expect(work).rejects.toBe(reason);
    await expect.poll(() => model.directCalls.length).toBe(1);
    run.controller.abort(reason);
    await rejected;
  });

  it("rejects with the very reason of the signal, whatever kind of error that is", async () => {
    const { run, work } = start(new DirectModel(never));
    await expect.poll(() => run.events.length).toBe(1);
    run.controller.abort();
    await expect(work).rejects.toBe(run.binding.signal.reason);
    expect(run.events[1]).toMatchObject({ error: { code: "ABORTED" } });
  });

  it("with a reason that is no error is an error all the same", async () => {
    const { run, work } = start(new DirectModel(never));
    await expect.poll(() => run.events.length).toBe(1);
    run.controller.abort("stop it");
    await expect(work).rejects.toMatchObject({ code: "ABORTED", cause: "stop it" });
  });
});

it("leaves no listener on the signal after an answer", async () => {
  for (const model of [
    new DirectModel(answering(["a"])),
    new StreamingModel(() => [new AIMessageChunk("a"), new AIMessageChunk("b")]),
    new InvokeOnlyModel(() => new AIMessage("a")),
  ]) {
    const { run, work } = start(model);
    await work;
    expect(getEventListeners(run.binding.signal, "abort")).toEqual([]);
  }
});
