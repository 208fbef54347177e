import { createAgent } from "@pergola/builders";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { defineTool } from "@pergola/tools";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const calls = (...names: string[]) => ({ toolCalls: names.map((name) => ({ name, arguments: {} })) });

describe("a tool of an agent", () => {
  it("is called again as it says, told as events, and counts as one call", async () => {
    let attempts = 0;
    const flaky = defineTool({
      name: "flaky",
      description: "Fails six times.",
      input: z.object({}),
      retry: { maxRetries: 6, backoffBaseMs: 0, jitter: false },
      execute: () => {
        if (++attempts < 7) throw new Error(`attempt ${attempts}`);
        return "fine";
      },
    });
    const agent = await createAgent({ llm: new ScriptedChatModel([calls("flaky"), "done"]), tools: [flaky] })
      .withLimits({ maxToolCalls: 1 })
      .withStep("tools-loop", {})
      .build();
    const stream = agent.stream("hello");
    const told: unknown[] = [];
    for await (const event of stream) {
      if (event.type === "tool-retried") told.push([event.tool, event.attempt, event.error.message]);
      else if (event.type.startsWith("tool-")) told.push(event.type);
    }
    expect(told).toEqual([
      "tool-started",
      ...[1, 2, 3, 4, 5, 6].map((n) => ["flaky", n, `The tool "flaky" failed: attempt ${n}`]),
      "tool-finished",
    ]);
    expect((await stream.result).toolCalls).toMatchObject([{ name: "flaky", result: "fine" }]);
    await agent.close();
  });

  it("is kept to its concurrency over all runs of the agent, in calls of one answer and of several users", async () => {
    let [now, most, made] = [0, 0, 0];
    const narrow = defineTool({
      name: "narrow",
      description: "Lets two through.",
      input: z.object({}),
      concurrency: 2,
      execute: async () => {
        most = Math.max(most, ++now);
        for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
        now -= 1;
        made += 1;
      },
    });
    const replies = Array.from(
      { length: 10 },
      () =>
        ({ messages }: { readonly messages: readonly { getType(): string }[] }) =>
          messages.at(-1)?.getType() === "tool" ? "done" : calls("narrow", "narrow", "narrow"),
    );
    const agent = await createAgent({ llm: new ScriptedChatModel(replies), tools: [narrow] })
      .withStep("tools-loop", {})
      .build();
    const users = ["ada", "bob", "eve", "kim", "zoe"];
    await Promise.all(users.map((userId) => agent.chat("hello", { userId })));
    expect([most, made, now]).toEqual([2, 15, 0]);
    await agent.close();
  });

  it("leaves the line with its run", async () => {
    const begun = Promise.withResolvers<void>();
    const narrow = defineTool({
      name: "narrow",
      description: "Lets one through.",
      input: z.object({}),
      concurrency: 1,
      execute: (_, { signal }) => {
        begun.resolve();
        return new Promise((_resolve, reject) =>
          signal.addEventListener("abort", () => reject(signal.reason)),
        );
      },
    });
    const model = new ScriptedChatModel([calls("narrow"), calls("narrow")]);
    const agent = await createAgent({ llm: model, tools: [narrow] })
      .withStep("tools-loop", {})
      .build();
    const [first, second] = [new AbortController(), new AbortController()];
    const running = agent.chat("hello", { userId: "ada", signal: first.signal });
    await begun.promise;
    const waiting = agent.stream("hello", { userId: "bob", signal: second.signal });
    waiting.result.catch(() => undefined);
    for await (const event of waiting) if (event.type === "tool-started") second.abort();
    await expect(waiting.result).rejects.toMatchObject({ name: "AbortError" });
    first.abort();
    await expect(running).rejects.toMatchObject({ name: "AbortError" });
    await agent.close();
  });
});
