import type { RunEvent } from "@pergola/core";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { describe, expect, it } from "vitest";
import { createAgent } from "./index.ts";

const idle = () =>
  createAgent()
    .withStep("custom", { step: () => undefined })
    .build();
const talking = (text: string) =>
  createAgent()
    .withStep("llm", { model: new ScriptedChatModel([text]) })
    .build();

async function collect<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const each of stream) all.push(each);
  return all;
}

describe("reading a run's stream", () => {
  it("hands every event to its own call of next(), however many calls wait", async () => {
    const iterator = (await idle()).stream("x")[Symbol.asyncIterator]();
    const results = await Promise.all(Array.from({ length: 6 }, () => iterator.next()));
    expect(results.map(({ value }) => (value as RunEvent | undefined)?.type)).toEqual([
      "run-started",
      "step-started",
      "step-finished",
      "run-finished",
      undefined,
      undefined,
    ]);
  });

  it("throws once when the run could not begin, in every view", async () => {
    const agent = await idle();
    const wrong = () => agent.stream("x", { timeoutMs: -1 });
    const refusal = { code: "INVALID_CALL_OPTIONS" };
    await expect(collect(wrong())).rejects.toMatchObject(refusal);
    await expect(collect(wrong().text)).rejects.toMatchObject(refusal);
    await expect(wrong().result).rejects.toMatchObject(refusal);
    const iterator = wrong()[Symbol.asyncIterator]();
    const results = await Promise.allSettled([iterator.next(), iterator.next(), iterator.next()]);
    expect(results.map((result) => result.status)).toEqual(["rejected", "fulfilled", "fulfilled"]);
  });

  it("is refused after the first events have gone by, instead of waiting for ever", async () => {
    const stream = (await idle()).stream("x");
    await stream.result;
    expect(() => stream[Symbol.asyncIterator]()).toThrow(
      expect.objectContaining({ code: "STREAM_ALREADY_READ", message: expect.stringContaining("too late") }),
    );
  });

  it("is refused the second time", async () => {
    const stream = (await idle()).stream("x");
    await collect(stream);
    expect(() => stream[Symbol.asyncIterator]()).toThrow(
      expect.objectContaining({ code: "STREAM_ALREADY_READ", message: expect.stringContaining("already") }),
    );
  });

  it("may begin after its result was asked for, as long as nothing has happened yet", async () => {
    const stream = (await talking("a b")).stream("x");
    const { result } = stream;
    expect(await collect(stream.text)).toEqual(["a", " b"]);
    expect((await result).text).toBe("a b");
  });

  it("of the text alone stops the run when it is left, and says nothing more", async () => {
    const model = new ScriptedChatModel([{ tokens: ["one ", "two "], hang: true }]);
    const agent = await createAgent().withStep("llm", { model }).build();
    const stream = agent.stream("x");
    for await (const text of stream.text) {
      expect(text).toBe("one ");
      break;
    }
    await expect(stream.result).rejects.toMatchObject({ code: "RUN_CANCELLED" });
  });

  it("can be left twice", async () => {
    const iterator = (await idle()).stream("x")[Symbol.asyncIterator]();
    await iterator.next();
    expect(await iterator.return?.()).toEqual({ value: undefined, done: true });
    expect(await iterator.return?.()).toEqual({ value: undefined, done: true });
    expect(await iterator.next()).toEqual({ value: undefined, done: true });
  });
});
