import { interrupt, MemorySaver } from "@langchain/langgraph";
import { createVirtualClock, type VirtualClock } from "@pergola/core/testing";
import type { StepContext } from "@pergola/core-steps";
import { ScriptedChatModel, type ScriptedReply } from "@pergola/core-steps/testing";
import { resourceErrors } from "@pergola/resources";
import { defineTool } from "@pergola/tools";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { allEvents } from "../all-events.test-helper.ts";
import { AgentBuilder, createAgent } from "../index.ts";
import { untilDone } from "../until-done.test-helper.ts";
import { AT, asks, codeOf, travelAgent, travelTools } from "./suspension.test-helper.ts";

const down = () => resourceErrors.create("MODEL_UNAVAILABLE", { message: "down" });
const usage = { inputTokens: 3, outputTokens: 2, totalTokens: 5 };

describe("a limit of tool calls", () => {
  const limited = (replies: readonly ScriptedReply[], maxToolCalls: number) =>
    travelAgent(replies, { and: (builder) => builder.withLimits({ maxToolCalls }) });

  it("counts a call that asks once, however often it is interrupted", async () => {
    const { agent } = await limited([asks({ book: "a" }), asks({ book: "b" }), "Done."], 2);
    await agent.chat("go", { ...AT, runId: "r" });
    await agent.resume("r", "yes", AT);
    const last = await agent.resume("r", "yes", { ...AT, returnMetrics: true });
    expect(last.text).toBe("Done.");
    expect(last.metrics?.toolCalls).toBe(2);
  });

  it("holds for all parts together", async () => {
    const { agent, done } = await limited([asks({ look: "a" }, { book: "b" }), asks({ look: "c" })], 2);
    await agent.chat("go", { ...AT, runId: "r" });
    expect(await codeOf(agent.resume("r", "yes", AT))).toBe("TOOL_LIMIT_EXCEEDED");
    expect(done).toEqual(["looked at a", 'booked b: "yes"']);
  });

  it("counts one that asks beside others once, answered or not", async () => {
    const { agent } = await limited([asks({ book: "a" }, { book: "b" }, { look: "c" }), "Done."], 3);
    const { interrupts = [] } = await agent.chat("go", { ...AT, runId: "r" });
    for (const { id } of interrupts.slice(0, 1)) await agent.resume("r", { [id]: "yes" }, AT);
    expect((await agent.resume("r", "yes", AT)).text).toBe("Done.");
  });
});

describe("the retries of a run", () => {
  it("are those that are left after its first part", async () => {
    const policy = { maxRetries: 9, backoffBaseMs: 0 };
    const broken = Array.from({ length: 30 }, () => down());
    const { agent, model } = await travelAgent([...broken.slice(0, 6), asks({ book: "a" }), ...broken], {
      and: (builder) => builder.withRetry(policy),
    });
    await agent.chat("go", { ...AT, runId: "r" });
    expect(model.calls).toHaveLength(7);
    expect(await codeOf(agent.resume("r", "yes", AT))).toBe("MODEL_UNAVAILABLE");
    expect(model.calls).toHaveLength(7 + 1 + 3);
  });
});

describe("what a result counts", () => {
  it("is the whole run: usage, model calls, tool calls and time", async () => {
    const clock = createVirtualClock();
    const pace = { stepMs: 1, withinMs: 100 };
    const { tools } = travelTools();
    const model = new ScriptedChatModel(
      [
        { ...(asks({ look: "a" }, { book: "b" }) as object), usage, delayMs: 100 },
        { text: "Done.", usage, delayMs: 100 },
      ],
      { clock },
    );
    const agent = await createAgent({}, { clock })
      .withCheckpointer(new MemorySaver())
      .withTools(tools)
      .withStep("tools-loop", { model })
      .build();
    const first = await untilDone(agent.chat("go", { runId: "r", returnMetrics: true }), clock, pace);
    expect(first).toMatchObject({ usage: { totalTokens: 5 }, iterations: 1, finishReason: "tool-calls" });
    expect(first.metrics).toMatchObject({ latencyMs: 100, modelCalls: 1 });
    await clock.advance(10_000);
    const stream = agent.resumeStream("r", "yes", { returnMetrics: true });
    const events = await untilDone(allEvents(stream), clock, pace);
    const last = await stream.result;
    expect(last).toMatchObject({
      usage: { totalTokens: 10 },
      iterations: 2,
      finishReason: "stop",
      text: "Done.",
    });
    expect(last.metrics).toMatchObject({
      latencyMs: 200,
      modelCalls: 2,
      toolCalls: 2,
      stepLatencyMs: { tools_loop_step_0: 200 },
    });
    expect(last.toolCalls).toMatchObject([{ id: "look-a" }, { id: "book-b" }]);
    expect(events.at(-1)).toMatchObject({ usage: { totalTokens: 10 }, latencyMs: 200 });
  });
});

describe("what was given with the call", () => {
  const theirs = { name: "theirs", description: "Theirs.", parameters: { type: "object" } };
  const call = { parameters: { temperature: 0 }, tools: [theirs], maxIterations: 2 };

  it("holds for all parts: parameters, tools and iterations", async () => {
    const { agent, model } = await travelAgent([asks({ book: "a" }), asks({ look: "b" })]);
    await agent.chat("go", { ...AT, ...call, runId: "r" });
    expect(await codeOf(agent.resume("r", "yes", AT))).toBe("MAX_ITERATIONS");
    expect(model.calls).toHaveLength(2);
    for (const each of model.calls) {
      expect(each.parameters).toEqual({ temperature: 0 });
      expect(each.tools.map((tool) => tool.name)).toContain("theirs");
    }
  });

  it("holds also where an answer says that it says nothing", async () => {
    const { agent, model } = await travelAgent([asks({ book: "a" }), "Done."]);
    await agent.chat("go", { ...AT, ...call, runId: "r" });
    const nothing = {
      parameters: undefined,
      tools: undefined,
      maxIterations: undefined,
      parentRunId: undefined,
    };
    await agent.resume("r", "yes", { ...AT, ...nothing });
    expect(model.calls[1]).toMatchObject({ parameters: { temperature: 0 } });
    expect(model.calls[1]?.tools.map((tool) => tool.name)).toContain("theirs");
  });

  it("may be given anew with the answer", async () => {
    const { agent, model } = await travelAgent([asks({ book: "a" }), "Done."]);
    await agent.chat("go", { ...AT, ...call, runId: "r" });
    await agent.resume("r", "yes", { ...AT, parameters: { temperature: 1 } });
    expect(model.calls[1]?.parameters).toEqual({ temperature: 1 });
  });

  it("lets the model call a tool of the caller after an answer", async () => {
    const asked = { toolCalls: [{ id: "t", name: "theirs", arguments: {} }] };
    const { agent } = await travelAgent([asks({ book: "a" }), asked]);
    await agent.chat("go", { ...AT, tools: [theirs], runId: "r" });
    const { toolCalls, interrupts } = await agent.resume("r", "yes", AT);
    expect(interrupts).toBeUndefined();
    expect(toolCalls).toMatchObject([
      { id: "book-a", result: "booked a" },
      { id: "t", name: "theirs" },
    ]);
  });

  it("names the parent of every event, in every part", async () => {
    const { agent } = await travelAgent([asks({ book: "a" }), "Done."]);
    const events = await allEvents(agent.stream("go", { ...AT, parentRunId: "p", runId: "r" }));
    events.push(...(await allEvents(agent.resumeStream("r", "yes", AT))));
    expect(new Set(events.map((event) => event.parentRunId))).toEqual(new Set(["p"]));
  });
});

describe("a deadline", () => {
  /** Enough for one answer of the model, too little for the agent's deadline. */
  const pace = { stepMs: 1, withinMs: 90 };
  const slow = (clock: VirtualClock) =>
    new ScriptedChatModel(
      [
        { ...(asks({ book: "a" }) as object), delayMs: 80 },
        { text: "Done.", delayMs: 80 },
      ],
      { clock },
    );

  it("is for each part, and does not run while the run waits", async () => {
    const clock = createVirtualClock();
    const agent = await createAgent({}, { clock })
      .withLimits({ timeoutMs: 100 })
      .withCheckpointer(new MemorySaver())
      .withTools(travelTools().tools)
      .withStep("tools-loop", { model: slow(clock) })
      .build();
    await untilDone(agent.chat("go", { runId: "r" }), clock, pace);
    expect(clock.pendingTimers).toBe(0);
    await clock.advance(1_000_000);
    expect((await untilDone(agent.resume("r", "yes"), clock, pace)).text).toBe("Done.");
    expect(clock.pendingTimers).toBe(0);
  });

  it("of the answer wins over the agent's", async () => {
    const clock = createVirtualClock();
    const agent = await createAgent({}, { clock })
      .withCheckpointer(new MemorySaver())
      .withTools(travelTools().tools)
      .withStep("tools-loop", { model: slow(clock) })
      .build();
    await untilDone(agent.chat("go", { runId: "r" }), clock, pace);
    const late = codeOf(agent.resume("r", "yes", { timeoutMs: 50 }));
    expect(await untilDone(late, clock, pace)).toBe("DEADLINE_EXCEEDED");
  });
});

describe("a handle of a run that waits", () => {
  it("is dead, also once the run goes on", async () => {
    const handles: StepContext["run"][] = [];
    const ask = defineTool({
      name: "ask",
      description: "Asks.",
      input: z.object({}),
      execute: () => String(interrupt("?")),
    });
    const agent = await new AgentBuilder(z.object({}))
      .withCheckpointer(new MemorySaver())
      .withTools([ask])
      .withLlm(new ScriptedChatModel([{ toolCalls: [{ id: "a", name: "ask", arguments: {} }] }, "Done."]))
      .withStep("custom", { step: (_state, { run }) => void handles.push(run) })
      .withStep("tools-loop", {})
      .build();
    await agent.chat("go", { runId: "r" });
    const [run] = handles;
    const use = () =>
      Promise.all([
        codeOf((async () => run?.resource("llm"))()),
        codeOf((async () => run?.resource("tools"))()),
        codeOf((async () => run?.emit({ type: "reasoning-delta", callId: "c", text: "late" }))()),
      ]);
    expect(await use()).toEqual(["RUN_SETTLED", "RUN_SETTLED", "RUN_SETTLED"]);
    expect(run?.signal.aborted).toBe(true);
    expect(run?.signal.reason).toMatchObject({ code: "RUN_SETTLED" });
    expect((await agent.resume("r", "yes")).text).toBe("Done.");
    expect(await use()).toEqual(["RUN_SETTLED", "RUN_SETTLED", "RUN_SETTLED"]);
    expect(handles).toHaveLength(1);
  });
});
