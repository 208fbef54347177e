import { AIMessage, HumanMessage, ToolMessage } from "@langchain/core/messages";
import { expect, test } from "vitest";
import { reply } from "../vendor-server/reply.ts";
import { startVendorServer } from "../vendor-server/start-vendor-server.ts";
import type { ChatModelSubject } from "./chat-model-subject.ts";
import { allWays } from "./ways.ts";

const question = new HumanMessage("What is 2 + 3, and what time is it in Zürich?");
const tools = [
  {
    name: "add",
    description: "Adds two numbers.",
    parameters: {
      type: "object",
      properties: { left: { type: "number" }, right: { type: "number" } },
      required: ["left", "right"],
    },
  },
  { name: "clock", parameters: { type: "object", properties: { place: { type: "string" } } } },
];
const calls = [
  { id: "call_a", name: "add", arguments: { left: 2, right: 3 } },
  { id: "call_b", name: "clock", arguments: { place: "Zürich" } },
];

/** Tools go out, calls come in, results go back. */
export function toolTests(subject: ChatModelSubject): void {
  test.each(allWays(subject))("%s: a round trip through two tools", async (_, way) => {
    await using server = await startVendorServer({ replies: [reply.toolCalls(...calls), "5, at noon."] });
    const model = await subject.create(server, {});
    const asked = await way(model, { messages: [question], tools });
    expect(asked.toolCalls).toEqual(calls);
    const results = [
      new AIMessage({
        content: "",
        tool_calls: calls.map(({ id, name, arguments: args }) => ({ id, name, args, type: "tool_call" })),
      }),
      new ToolMessage({ tool_call_id: "call_a", content: "5" }),
      new ToolMessage({ tool_call_id: "call_b", content: "noon" }),
    ];
    const answer = await way(model, { messages: [question, ...results], tools });
    expect(answer.text).toBe("5, at noon.");
    expect(sentTools(server.requests[0]?.body)).toEqual(["add", "clock"]);
    expect(sentRoles(server.requests[1]?.body)).toEqual(["user", "assistant", "tool", "tool"]);
  });
}

function sentTools(body: Readonly<Record<string, unknown>> | undefined): readonly string[] {
  const sent = body?.tools as readonly { readonly function: { readonly name: string } }[] | undefined;
  return (sent ?? []).map((tool) => tool.function.name);
}

function sentRoles(body: Readonly<Record<string, unknown>> | undefined): readonly string[] {
  const sent = body?.messages as readonly { readonly role: string }[] | undefined;
  return (sent ?? []).map(({ role }) => role);
}
