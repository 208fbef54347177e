import { AIMessage, type BaseMessage, HumanMessage, ToolMessage } from "@langchain/core/messages";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { closeOpenCalls } from "./close-open-calls.ts";

const user = new HumanMessage("hi");
const asks = (...ids: string[]) =>
  new AIMessage({ content: "", tool_calls: ids.map((id) => ({ id, name: `tool-${id}`, args: {} })) });
const result = (id: string) => new ToolMessage({ content: "done", tool_call_id: id });
const close = (messages: readonly BaseMessage[]) => closeOpenCalls(messages, ToolMessage);
const shortly = (messages: readonly BaseMessage[]) =>
  messages.map((message) =>
    message.getType() === "tool"
      ? `${(message as ToolMessage).status === "error" ? "no " : ""}result ${(message as ToolMessage).tool_call_id}`
      : message.getType(),
  );

const anyMessages = fc.array(
  fc.oneof(
    fc.constant(user),
    fc.constant(new AIMessage("well")),
    fc.uniqueArray(fc.constantFrom("a", "b", "c"), { minLength: 1 }).map((ids) => asks(...ids)),
    fc.constantFrom("a", "b", "c").map(result),
  ),
  { maxLength: 12 },
);

describe("a prompt", () => {
  it("gets a result for a call that nobody answered, directly behind the others", () => {
    const closed = close([user, asks("a", "b"), result("b"), user, asks("c")]);
    expect(shortly(closed)).toEqual(["human", "ai", "result b", "no result a", "human", "ai", "no result c"]);
    expect(closed[3]).toMatchObject({
      tool_call_id: "a",
      name: "tool-a",
      status: "error",
      content: "No result: nobody answered this tool call.",
    });
  });

  it("closes calls whose arguments are no JSON, and those without a name", () => {
    const broken = new AIMessage({ content: "", invalid_tool_calls: [{ id: "x", args: "{" }, {}] });
    expect(shortly(close([broken]))).toEqual(["ai", "no result x", "no result "]);
  });

  it("has no result twice when the real one comes too late", () => {
    expect(shortly(close([asks("a"), user, result("a")]))).toEqual(["ai", "no result a", "human"]);
  });

  it("is the very list given when no call is open", () => {
    for (const messages of [[user], [user, asks("a"), result("a")], [result("a"), user]])
      expect(close(messages)).toBe(messages);
  });

  it("answers every call, keeps all else, and changes nothing that it was given", () => {
    fc.assert(
      fc.property(anyMessages, (messages) => {
        const before = [...messages];
        const closed = close(messages);
        expect(messages).toEqual(before);
        expect(close(closed)).toBe(closed);
        const kept = (list: readonly BaseMessage[]) => list.filter((each) => each.getType() !== "tool");
        expect(kept(closed)).toEqual(kept(messages));
        closed.forEach((message, index) => {
          const ids = ((message as AIMessage).tool_calls ?? []).map(({ id }) => id);
          const rest = closed.slice(index + 1);
          const end = rest.findIndex((each) => each.getType() !== "tool");
          const behind = (end === -1 ? rest : rest.slice(0, end)).map(
            (each) => (each as ToolMessage).tool_call_id,
          );
          expect(behind).toEqual(expect.arrayContaining(ids));
          if (closed !== messages && message.getType() === "ai") expect(behind).toHaveLength(ids.length);
        });
      }),
      { numRuns: 1_000 },
    );
  });
});
