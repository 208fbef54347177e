import { interrupt, isInterrupted, MemorySaver } from "@langchain/langgraph";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { allEvents } from "../all-events.test-helper.ts";
import { AgentBuilder } from "../index.ts";
import { AT, asks, SCOPE, travelAgent } from "./suspension.test-helper.ts";

const State = z.object({
  city: z.string().optional(),
  approved: z.string().optional(),
  log: z.string().optional(),
});
const ask = (question: string) => () => ({ approved: String(interrupt(question)) });

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
    const { agent, model, done, store, transcript } = await travelAgent([
      asks({ look: "hotel" }, { book: "hotel" }),
      asks({ book: "train" }),
      "All booked.",
    ]);
    const first = agent.stream("Book a trip", { ...AT, runId: "r" });
    const events = await allEvents(first);
    const suspended = await first.result;
    expect(suspended.interrupts).toMatchObject([
      { value: { approve: "hotel" }, step: "tools_loop_step_0_tools" },
    ]);
    const second = agent.resumeStream("r", "ok", AT);
    events.push(...(await allEvents(second)));
    expect((await second.result).interrupts).toMatchObject([{ value: { approve: "train" } }]);
    const third = agent.resumeStream("r", "fine", AT);
    events.push(...(await allEvents(third)));
    expect((await third.result).text).toBe("All booked.");
    expect(done).toEqual(["looked at hotel", 'booked hotel: "ok"', 'booked train: "fine"']);
    expect(model.calls).toHaveLength(3);
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index));
    expect(new Set(events.map((event) => event.runId))).toEqual(new Set(["r"]));
    const count = (type: string) => events.filter((event) => event.type === type).length;
    expect(["run-started", "step-started", "step-finished", "run-finished"].map(count)).toEqual([1, 1, 1, 1]);
    expect([count("tool-started"), count("tool-finished")]).toEqual([3, 3]);
    expect([count("run-suspended"), count("run-resumed")]).toEqual([2, 2]);
    const turns = await transcript();
    expect(turns.map((turn) => [turn.status, turn.messages.map((message) => message.role)])).toEqual([
      ["settled", ["user", "assistant", "tool", "tool", "assistant", "tool", "assistant"]],
    ]);
    const log = await store.events(SCOPE, "r");
    expect(log?.map((event) => event.type)).toEqual(
      events.map((event) => event.type).filter((type) => type !== "text-delta"),
    );
    await agent.close();
  });
});
