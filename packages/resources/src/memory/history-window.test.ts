import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryMessages, requestProblem } from "./arbitrary-messages.test-helper.ts";
import { closeToolCalls } from "./close-tool-calls.ts";
import { estimateTokens, selectWindow } from "./history-window.ts";
import type { StoredMessage } from "./stored-message.ts";

const limits = fc.record(
  { maxMessages: fc.nat({ max: 30 }), maxTokens: fc.nat({ max: 100 }) },
  { requiredKeys: [] },
);

const tokensOf = (messages: readonly StoredMessage[]) =>
  messages.reduce((sum, message) => sum + estimateTokens(message), 0);

describe("selectWindow", () => {
  it("gives the longest end that fits, begins with a user message and is a valid request", () => {
    fc.assert(
      fc.property(arbitraryMessages, limits, (messages, given) => {
        const closed = closeToolCalls(messages);
        const { maxMessages = 50, maxTokens = Number.POSITIVE_INFINITY } = given;
        const isWindow = (end: StoredMessage[]) =>
          (end.length === 0 || end[0]?.role === "user") &&
          end.length <= maxMessages &&
          tokensOf(end) <= maxTokens &&
          requestProblem(end) === undefined;
        const ends = closed.map((_, start) => closed.slice(start));
        expect(selectWindow(messages, given)).toEqual(ends.find(isWindow) ?? []);
      }),
      { numRuns: 500 },
    );
  });

  it("takes the newest 50 messages when nobody says otherwise", () => {
    const messages = Array.from({ length: 80 }, (_, index) => ({
      role: "user" as const,
      content: `${index}`,
    }));
    expect(selectWindow(messages)).toEqual(messages.slice(30));
  });

  it("is empty when not even the last exchange fits", () => {
    const exchange: StoredMessage[] = [
      { role: "user", content: "Hi" },
      { role: "assistant", content: "x".repeat(400) },
    ];
    expect(selectWindow(exchange, { maxTokens: 100 })).toEqual([]);
    expect(selectWindow(exchange, { maxTokens: 101 })).toEqual(exchange);
  });
});

it("estimates four characters a token, over content, blocks and tool calls", () => {
  expect(estimateTokens({ role: "user", content: "" })).toBe(0);
  expect(estimateTokens({ role: "user", content: "12345" })).toBe(2);
  expect(estimateTokens({ role: "user", content: [{ type: "text", text: "12345" }] })).toBe(8);
  const toolCalls = [{ id: "c1", name: "clock", arguments: {} }];
  expect(estimateTokens({ role: "assistant", content: "", toolCalls })).toBe(11);
});
