import { AIMessage, type ToolMessage } from "@langchain/core/messages";
import { createScope, type RunEvent } from "@pergola/core";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { createInMemoryConversationStore } from "@pergola/resources";
import { calculator, defineTool } from "@pergola/tools";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { AgentBuilder, createAgent } from "./index.ts";

const sum = (expression: string, id?: string) => ({ name: "calculator", arguments: { expression }, id });
const mine = { name: "mine", parameters: { type: "object" } };
const scope = createScope({ tenantId: "local", agentId: "agent", userId: "default", sessionId: "s" });

async function toolEvents(stream: AsyncIterable<RunEvent>) {
  const events: RunEvent<"tool-started" | "tool-finished">[] = [];
  for await (const event of stream)
    if (event.type === "tool-started" || event.type === "tool-finished") events.push(event);
  return events;
}

describe("tool calls of a model that is careless with ids", () => {
  it("each start and finish once when one answer repeats an id", async () => {
    const model = new ScriptedChatModel([{ toolCalls: [sum("1", "c"), sum("2", "c")] }, "done"]);
    const agent = await createAgent().withTools([calculator()]).withStep("tools-loop", { model }).build();
    const events = await toolEvents(agent.stream("go"));
    expect(events.map((event) => event.type)).toEqual([
      "tool-started",
      "tool-started",
      "tool-finished",
      "tool-finished",
    ]);
    expect(new Set(events.map((event) => event.callId)).size).toBe(2);
  });

  it("are each answered when a step of one's own made them without ids", async () => {
    const calls = ["1", "2"].map((expression) => ({ name: "calculator", args: { expression } }));
    const agent = await createAgent()
      .withTools([calculator()])
      .withStep("custom", { step: () => ({ messages: [new AIMessage({ content: "", tool_calls: calls })] }) })
      .withStep("tool", {})
      .build();
    const { messages } = await agent.chat("go");
    const [asked, ...results] = messages as [AIMessage, ...ToolMessage[]];
    const ids = asked.tool_calls?.map((call) => call.id);
    expect(new Set(ids).size).toBe(2);
    expect(results.map((message) => message.tool_call_id)).toEqual(ids);
  });

  it("start and finish once each when a step of one's own calls with one id at the same time", async () => {
    const agent = await createAgent()
      .withTools([calculator()])
      .withStep("custom", {
        async step(_state, { run }) {
          const call = { id: "same", name: "calculator", arguments: { expression: "1" } };
          const tools = run.resource("tools");
          await Promise.all([tools.call(call), tools.call(call)]);
        },
      })
      .build();
    expect(await toolEvents(agent.stream("go"))).toHaveLength(4);
  });

  it("reach the caller although an earlier round had the same id", async () => {
    const model = new ScriptedChatModel([
      { toolCalls: [sum("1", "call_0")] },
      { toolCalls: [{ name: "mine", arguments: { a: 1 }, id: "call_0" }] },
    ]);
    const agent = await createAgent().withTools([calculator()]).withStep("tools-loop", { model }).build();
    const { toolCalls } = await agent.chat("go", { tools: [mine] });
    expect(toolCalls.map((call) => call.name)).toEqual(["calculator", "mine"]);
  });
});

describe("tool calls whose arguments are not JSON", () => {
  it("reach the caller as text", async () => {
    const model = new ScriptedChatModel([{ toolCalls: [{ name: "mine", arguments: "{", id: "c" }] }]);
    const agent = await createAgent().withStep("tools-loop", { model }).build();
    const { toolCalls } = await agent.chat("go", { tools: [mine] });
    expect(toolCalls).toEqual([{ id: "c", name: "mine", arguments: "{" }]);
  });

  it("are answered by a tool step with what is wrong", async () => {
    const model = new ScriptedChatModel([{ toolCalls: [{ name: "calculator", arguments: "{", id: "c" }] }]);
    const agent = await createAgent()
      .withTools([calculator()])
      .withStep("llm", { model, tools: ["calculator"] })
      .withStep("tool", {})
      .build();
    const { messages } = await agent.chat("go");
    expect(messages.at(-1)).toMatchObject({ tool_call_id: "c", status: "error" });
    expect(messages.at(-1)?.text).toContain("TOOL_INVALID_ARGUMENTS");
  });
});

describe("values that JSON cannot hold", () => {
  const State = z.object({ messages: z.array(z.any()).default([]), value: z.any(), out: z.any() });
  const echo = defineTool({
    name: "echo",
    description: "Says ok.",
    input: z.looseObject({}),
    execute: () => "ok",
  });

  it("in a tool's arguments keep no turn from being stored", async () => {
    const cycle: Record<string, unknown> = { big: 5n, list: [1n] };
    cycle.self = cycle;
    cycle.twice = [cycle.list, cycle.list];
    const store = createInMemoryConversationStore();
    const agent = await new AgentBuilder(State)
      .withMemory(store)
      .withTools([echo])
      .withStep("custom", { step: () => ({ value: cycle }) })
      .withStep("tool", { tool: "echo", arguments: { value: "{value}" }, as: "out" })
      .build();
    const { toolCalls } = await agent.chat("go", { sessionId: "s" });
    const shown = { value: { big: "5", list: ["1"], self: "[circular]", twice: [["1"], ["1"]] } };
    expect(toolCalls[0]?.arguments).toEqual(shown);
    expect((await store.transcript(scope))?.turns[0]?.status).toBe("settled");
    const events = await store.events(scope, (await store.transcript(scope))?.turns[0]?.runId ?? "");
    expect(events?.find((event) => event.type === "tool-started")).toMatchObject({ arguments: shown });
  });

  it("are shown as having no form when they refuse to be read", async () => {
    const hostile = {
      toJSON() {
        throw new Error("no");
      },
    };
    const agent = await new AgentBuilder(State)
      .withTools([echo])
      .withStep("custom", { step: () => ({ value: hostile }) })
      .withStep("tool", { tool: "echo", arguments: { value: "{value}" }, as: "out" })
      .build();
    expect((await agent.chat("go")).toolCalls[0]?.arguments).toBe("[no JSON form]");
  });

  it("as a tool's result are an error that the model reads", async () => {
    const big = defineTool({ name: "big", description: "Big.", input: z.object({}), execute: () => 1n });
    const model = new ScriptedChatModel([{ toolCalls: [{ name: "big", arguments: {} }] }, "ok"]);
    const agent = await createAgent().withTools([big]).withStep("tools-loop", { model }).build();
    expect((await agent.chat("go")).toolCalls).toMatchObject([{ error: { code: "TOOL_RESULT_INVALID" } }]);
  });
});
