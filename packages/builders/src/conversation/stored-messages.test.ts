import * as classes from "@langchain/core/messages";
import {
  AIMessage,
  type BaseMessage,
  ChatMessage,
  HumanMessage,
  SystemMessage,
  ToolMessage,
} from "@langchain/core/messages";
import { describe, expect, it } from "vitest";
import { fromStored, toStored } from "../index.ts";

const roundTrip = (message: BaseMessage) => fromStored(toStored(message), classes);

describe("a message that is stored and read again", () => {
  it.each<[string, BaseMessage]>([
    ["a user's", new HumanMessage({ content: "hi", id: "h", name: "ada" })],
    ["a user's of blocks", new HumanMessage({ content: [{ type: "text", text: "hi" }] })],
    ["a system's", new SystemMessage("rules")],
    [
      "an answer with calls, valid and not",
      new AIMessage({
        content: "",
        id: "a",
        tool_calls: [{ type: "tool_call", id: "c1", name: "clock", args: { zone: "UTC" } }],
        invalid_tool_calls: [{ type: "invalid_tool_call", id: "c2", name: "clock", args: "{" }],
      }),
    ],
    ["a result", new ToolMessage({ content: "noon", tool_call_id: "c1", name: "clock", status: "success" })],
    ["a failed result", new ToolMessage({ content: "no", tool_call_id: "c1", status: "error" })],
  ])("says the same as before: %s", (_name, message) => {
    const again = roundTrip(message);
    expect(toStored(again)).toEqual(toStored(message));
    expect(again.getType()).toBe(message.getType());
    expect([again.content, again.id, again.name]).toEqual([message.content, message.id, message.name]);
  });

  it("keeps calls whose parts are missing, with empty ones", () => {
    const calls = toStored(
      new AIMessage({ content: "", tool_calls: [{ name: "a", args: {} }], invalid_tool_calls: [{}] }),
    ).toolCalls;
    expect(calls).toEqual([
      { id: "", name: "a", arguments: {} },
      { id: "", name: "", arguments: "" },
    ]);
  });

  it("is the user's when its role is none of ours", () => {
    expect(toStored(new ChatMessage("hm", "critic"))).toEqual({ role: "user", content: "hm" });
  });

  it("answers no call when a stored result names none", () => {
    expect(fromStored({ role: "tool", content: "x" }, classes)).toMatchObject({ tool_call_id: "" });
  });
});
