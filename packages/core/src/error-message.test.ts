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

  const trap = () => {
    throw new Error("it bites");
  };

  it.each([
    ["has no prototype", Object.create(null)],
    ["throws when its message is read", Object.defineProperty(new Error("x"), "message", { get: trap })],
    ["throws when it is made a primitive", { [Symbol.toPrimitive]: trap }],
    ["is made an object", { [Symbol.toPrimitive]: () => ({}) }],
    ["is a proxy that refuses everything", new Proxy({}, { get: trap, has: trap, getPrototypeOf: trap })],
    ["is a proxy that was revoked", revoked()],
  ])("is there for an object that %s, too", (_, thrown) => {
    expect(errorMessage(thrown)).toBe("an object that has no text form");
  });

  it("is the text form of an object whose message cannot be read", () => {
    const thrown = Object.defineProperty({ toString: () => "a broken pot" }, "message", { get: trap });
    expect(errorMessage(thrown)).toBe("a broken pot");
  });
});

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}
