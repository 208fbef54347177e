import { expect, test, vi } from "vitest";
import { isPergolaError, PergolaError } from "./error.ts";
import { defineErrorCodes } from "./error-codes.ts";

const kitchen = defineErrorCodes("@x/kitchen", {
  POT_EMPTY: "There is nothing in the pot.",
  FIRE_OUT: "The fire went out.",
});

test("an error carries its code, message, hint, details and cause", () => {
  const cause = new TypeError("wet wood");
  const error = kitchen.create("FIRE_OUT", {
    message: "The fire is out after 3 minutes; expected at least 10.",
    hint: "Dry the wood.",
    details: { minutes: 3 },
    cause,
  });
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({
    name: "PergolaError",
    code: "FIRE_OUT",
    message: "The fire is out after 3 minutes; expected at least 10.",
    hint: "Dry the wood.",
    details: { minutes: 3 },
  });
  expect(error.cause).toBe(cause);
});

test("hint and cause stay away and details are empty when nobody gave them", () => {
  const error = kitchen.create("POT_EMPTY", { message: "The pot is empty." });
  expect(error.hint).toBeUndefined();
  expect(error.details).toEqual({});
  expect("cause" in error).toBe(false);
});

test("a cause that is falsy is kept", () => {
  expect(new PergolaError("X", { message: "x", cause: 0 }).cause).toBe(0);
  expect(new PergolaError("X", { message: "x", cause: null }).cause).toBeNull();
});

test("an error as JSON is data without a stack", () => {
  const error = kitchen.create("POT_EMPTY", { message: "Empty.", hint: "Fill it." });
  expect(JSON.parse(JSON.stringify({ error }))).toEqual({
    error: { code: "POT_EMPTY", message: "Empty.", hint: "Fill it." },
  });
});

test("the guard knows Pergola errors, and one code from another", () => {
  const error: unknown = kitchen.create("POT_EMPTY", { message: "Empty." });
  expect(isPergolaError(error)).toBe(true);
  expect(isPergolaError(error, "POT_EMPTY")).toBe(true);
  expect(isPergolaError(error, "FIRE_OUT")).toBe(false);
});

test.each([
  undefined,
  null,
  "POT_EMPTY",
  42,
  new Error("x"),
  Object.assign(new Error("x"), { name: "PergolaError", code: "POT_EMPTY" }),
  { code: "POT_EMPTY", message: "looks like one" },
])("the guard is not fooled by %o", (value) => {
  expect(isPergolaError(value)).toBe(false);
});

test("the guard knows errors of another copy of the package", async () => {
  vi.resetModules();
  const copy = await import("./error.ts");
  expect(copy.PergolaError).not.toBe(PergolaError);
  const foreign = new copy.PergolaError("POT_EMPTY", { message: "Empty." });
  expect(foreign).not.toBeInstanceOf(PergolaError);
  expect(isPergolaError(foreign, "POT_EMPTY")).toBe(true);
});

test("an object that does not let itself be looked at is no error of Pergola", () => {
  const trap = () => {
    throw new Error("it bites");
  };
  expect(isPergolaError(new Proxy({}, { has: trap }))).toBe(false);
  const proxy = new Proxy(new PergolaError("POT_EMPTY", { message: "Empty." }), { get: trap });
  expect(isPergolaError(proxy, "POT_EMPTY")).toBe(false);
});
