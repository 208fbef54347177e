import { describe, expect, it } from "vitest";
import { errorMessage } from "./index.ts";

describe("the message of what was thrown", () => {
  it.each([
    [new TypeError("boom"), "boom"],
    [{ message: "plain" }, "plain"],
    [new Error(""), "Error"],
    ["text", "text"],
    [Symbol("s"), "Symbol(s)"],
    [undefined, "undefined"],
    [null, "null"],
    [{ message: 7 }, "[object Object]"],
  ])("is its message, else its text: %#", (thrown, message) => {
    expect(errorMessage(thrown)).toBe(message);
  });

  it("is there for an object that has no text form, too", () => {
    expect(errorMessage(Object.create(null))).toBe("an object that has no text form");
  });
});
