import { interrupt, isInterrupted, MemorySaver } from "@langchain/langgraph";
import type { RunEvent } from "@pergola/core";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { createInMemoryConversationStore } from "@pergola/resources";
import { defineTool } from "@pergola/tools";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { AgentBuilder, createAgent } from "../index.ts";

const State = z.object({
  city: z.string().optional(),
  approved: z.string().optional(),
  log: z.string().optional(),
});
const ask = (question: string) => () => ({ approved: String(interrupt(question)) });

function counting() {
  const calls: string[] = [];
  const look = defineTool({
    name: "look",
    description: "Looks.",
    input: z.object({ at: z.string() }),
    execute: async ({ at }) => {
      calls.push(at);
      return `saw ${at}`;
    },
  });
  const book = defineTool({
    name: "book",
    description: "Books.",
    input: z.object({ what: z.string() }),
    execute: async ({ what }) => {
      const answer = interrupt({ approve: what });
      calls.push(`booked ${what}: ${String(answer)}`);
      return `booked ${what}: ${String(answer)}`;
    },
  });
  return { calls, tools: [look, book] };
}

const types = async (events: AsyncIterable<RunEvent>) => {
  const list: RunEvent[] = [];
  for await (const event of events) list.push(event);
  return list;
};

describe("a run that is interrupted", () => {
  it("waits, and goes on with the answer", async () => {
    const saver = new MemorySaver();
    const model = new ScriptedChatModel(["Rome is fine."]);
    const agent = await new AgentBuilder(State)
      .withCheckpointer(saver)
      .withStep("llm", { model, promptTemplate: "A city?", as: "city" })
      .withStep("custom", { step: ask("go?"), needsGraph: true, nodeName: "ask" })
      .build();
    const state = await agent.run({}, { runId: "r1" });
    expect(isInterrupted(state)).toBe(true);
    const { state: last, interrupts } = await agent.resume("r1", "yes");
    expect(last).toMatchObject({ city: "Rome is fine.", approved: "yes" });
    expect(interrupts).toBeUndefined();
    expect(model.calls).toHaveLength(1);
    expect(Object.keys(saver.storage)).toEqual([]);
    await expect(agent.resume("r1", "yes")).rejects.toMatchObject({ code: "RUN_NOT_SUSPENDED" });
  });

  it("keeps runId, seq and open steps, and tells the terminal event once, at the end", async () => {
    const { calls, tools } = counting();
    const model = new ScriptedChatModel([
      {
        toolCalls: [
          { name: "look", arguments: { at: "hotel" } },
          { name: "book", arguments: { what: "hotel" } },
        ],
      },
      { toolCalls: [{ name: "book", arguments: { what: "train" } }] },
      "All booked.",
    ]);
    const agent = await createAgent()
      .withCheckpointer(new MemorySaver())
      .withMemory(createInMemoryConversationStore())
      .withLlm(model)
      .withTools(tools)
      .withStep("tools-loop", {})
      .start();
    const at = { sessionId: "s", userId: "ada" };
    const first = agent.stream("Book a trip", { ...at, runId: "r" });
    const events = [...(await types(first))];
    const suspended = await first.result;
    expect(suspended.interrupts).toMatchObject([
      { value: { approve: "hotel" }, step: "tools_loop_step_0_tools" },
    ]);
    const second = agent.resumeStream("r", "ok", at);
    events.push(...(await types(second)));
    expect((await second.result).interrupts).toMatchObject([{ value: { approve: "train" } }]);
    const third = agent.resumeStream("r", "fine", at);
    events.push(...(await types(third)));
    const done = await third.result;
    expect(done.text).toBe("All booked.");
    expect(calls).toEqual(["hotel", "booked hotel: ok", "booked train: fine"]);
    expect(model.calls).toHaveLength(3);
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index));
    expect(new Set(events.map((event) => event.runId))).toEqual(new Set(["r"]));
    const count = (type: string) => events.filter((event) => event.type === type).length;
    expect(["run-started", "step-started", "step-finished", "run-finished"].map(count)).toEqual([1, 1, 1, 1]);
    expect([count("tool-started"), count("tool-finished")]).toEqual([3, 3]);
    expect([count("run-suspended"), count("run-resumed")]).toEqual([2, 2]);
    const { turns } = (await agent.conversations.transcript({
      tenantId: "local",
      agentId: "agent",
      ...at,
    })) ?? { turns: [] };
    expect(turns.map((turn) => [turn.status, turn.messages.map((message) => message.role)])).toEqual([
      ["settled", ["user", "assistant", "tool", "tool", "assistant", "tool", "assistant"]],
    ]);
    const log = await agent.conversations.events({ tenantId: "local", agentId: "agent", ...at }, "r");
    expect(log?.map((event) => event.type)).toEqual(
      events.map((event) => event.type).filter((type) => type !== "text-delta"),
    );
    await agent.close();
  });
});
