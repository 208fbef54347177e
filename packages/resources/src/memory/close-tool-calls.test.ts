import fc from "fast-check";
import { expect, it } from "vitest";
import { arbitraryMessages, requestProblem } from "./arbitrary-messages.test-helper.ts";
import { closeToolCalls } from "./close-tool-calls.ts";
import type { StoredMessage } from "./stored-message.ts";

const calls = (...ids: string[]): StoredMessage => ({
  role: "assistant",
  content: "",
  toolCalls: ids.map((id) => ({ id, name: `tool-${id}`, arguments: {} })),
});
const result = (toolCallId: string): StoredMessage => ({ role: "tool", toolCallId, content: "done" });
const user: StoredMessage = { role: "user", content: "Hi" };

it("makes every list of messages a valid request", () => {
  fc.assert(
    fc.property(arbitraryMessages, (messages) => {
      expect(requestProblem(closeToolCalls(messages))).toBeUndefined();
    }),
  );
});

it("keeps everything but stray results, in its order, and a valid request as it is", () => {
  fc.assert(
    fc.property(arbitraryMessages, (messages) => {
      const closed = closeToolCalls(messages);
      const isOther = (message: StoredMessage) => message.role !== "tool";
      expect(closed.filter(isOther)).toEqual(messages.filter(isOther));
      expect(closeToolCalls(closed)).toEqual(closed);
      if (requestProblem(messages) === undefined) expect(closed).toEqual(messages);
    }),
  );
});

it("puts a failed result behind the ones that a call has, naming call and tool", () => {
  expect(closeToolCalls([calls("a", "b"), result("b"), user])).toEqual([
    calls("a", "b"),
    result("b"),
    { role: "tool", toolCallId: "a", name: "tool-a", status: "error", content: expect.any(String) },
    user,
  ]);
});

it("does not take a result that comes after something else for that of the call", () => {
  const closed = closeToolCalls([calls("a"), user, result("a")]);
  expect(closed.map((message) => [message.role, message.status])).toEqual([
    ["assistant", undefined],
    ["tool", "error"],
    ["user", undefined],
  ]);
});
