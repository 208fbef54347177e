import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { calculator } from "@pergola/tools";
import { describe, expect, it } from "vitest";
import { createAgent } from "./index.ts";
import { WATCHED } from "./run/engine-ways.test-helper.ts";

const model = () =>
  new ScriptedChatModel([
    { toolCalls: [{ name: "calculator", arguments: { expression: "1+1" } }] },
    "It is 2.",
  ]);
const build = () =>
  createAgent().withLlm(model()).withTools([calculator()]).withStep("tools-loop", {}).build();

describe("a run that somebody watches with LangChain's means", () => {
  it("is told as LangChain tells graphs: the run, its nodes and each model call", async () => {
    const told: string[] = [];
    const { text } = await (await build()).chat("1+1?", {
      callbacks: [
        {
          handleChainStart: (_chain, _inputs, _run, _parent, _tags, _metadata, _type, runName) =>
            void told.push(`chain ${runName}`),
          handleChatModelStart: () => void told.push("model"),
        },
      ],
    });
    expect(text).toBe("It is 2.");
    expect(told[0]).toBe("chain agent");
    expect(told).toContain("chain tools_loop_step_0");
    expect(told.filter((each) => each === "model")).toHaveLength(2);
  });

  it("says the same with and without a watcher", async () => {
    const strip = ({
      runId: _runId,
      messages,
      state: _state,
      ...rest
    }: Awaited<ReturnType<Awaited<ReturnType<typeof build>>["chat"]>>) => ({
      ...rest,
      texts: messages.map((message) => message.text),
    });
    const watched = await (await build()).chat("1+1?", WATCHED);
    expect(strip(watched)).toEqual(strip(await (await build()).chat("1+1?")));
  });

  it("gives every token to whoever streams the agent's graph by its messages", async () => {
    const { graph } = await build();
    const texts: string[] = [];
    const input = { messages: [{ role: "user", content: "1+1?" }] };
    for await (const [message] of await graph.stream(input as never, { streamMode: "messages" }))
      if (message.getType() === "ai") texts.push(message.text);
    expect(texts.join("")).toBe("It is 2.");
  });
});

describe("a step that calls LangChain without saying in what", () => {
  it("is still inside the run: what it calls stops with it", async () => {
    const hanging = new ScriptedChatModel([{ hang: true }]);
    const agent = await createAgent()
      .withStep("custom", { step: async () => ({ messages: [await hanging.invoke("x")] }) })
      .build();
    const stop = new AbortController();
    const turn = agent.chat("x", { signal: stop.signal });
    await expect.poll(() => hanging.calls.length).toBe(1);
    stop.abort(new Error("enough"));
    await expect(turn).rejects.toThrow("enough");
    await expect.poll(() => hanging.calls[0]?.abortedAt).toBeDefined();
  });
});
