import { expect, it } from "vitest";
import { sessionTitle } from "./session-title.ts";

const titleOf = (content: Parameters<typeof sessionTitle>[0]["content"]) =>
  sessionTitle({ role: "user", content });

it("is the message's text on one line", () => {
  expect(titleOf("  Plan\n\tmy  week ")).toBe("Plan my week");
  expect(
    titleOf([{ type: "text", text: "What is" }, { type: "image_url" }, { type: "text", text: "this?" }]),
  ).toBe("What is this?");
  expect(titleOf([{ type: "image_url" }])).toBe("");
});

it("has at most 80 characters, none of them cut in half", () => {
  expect(titleOf("x".repeat(80))).toBe("x".repeat(80));
  expect(titleOf("x".repeat(81))).toBe(`${"x".repeat(79)}…`);
  expect(titleOf("💥".repeat(100))).toBe(`${"💥".repeat(79)}…`);
  expect(titleOf("x\ud83d")).toBe("x\ufffd");
});
