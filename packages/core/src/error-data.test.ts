import fc from "fast-check";
import { expect, test } from "vitest";
import { PergolaError } from "./error.ts";
import { toErrorData } from "./error-data.ts";

test("a coded error keeps code, message, hint and details", () => {
  const error = new PergolaError("POT_EMPTY", {
    message: "Empty.",
    hint: "Fill it.",
    details: { litres: 0 },
  });
  expect(toErrorData(error)).toEqual({
    code: "POT_EMPTY",
    message: "Empty.",
    hint: "Fill it.",
    details: { litres: 0 },
  });
});

test("the cause is one level of code and message, never its stack", () => {
  const root = new Error("root");
  const cause = Object.assign(new Error("no such file"), { code: "ENOENT", cause: root });
  const data = toErrorData(new PergolaError("POT_EMPTY", { message: "Empty.", cause }));
  expect(data.cause).toEqual({ code: "ENOENT", message: "no such file" });
});

test("a cause that is no error is told as text", () => {
  expect(toErrorData(new PergolaError("X", { message: "x", cause: "rain" })).cause).toEqual({
    message: "rain",
  });
});

test("the code of a system error is kept, a numeric one is not a code", () => {
  expect(toErrorData(Object.assign(new Error("gone"), { code: "ECONNRESET" })).code).toBe("ECONNRESET");
  expect(toErrorData(new DOMException("stopped", "AbortError")).code).toBe("UNEXPECTED");
});

test.each([
  ["text", "rain", "rain"],
  ["undefined", undefined, "undefined"],
  ["null", null, "null"],
  ["a symbol", Symbol("rain"), "Symbol(rain)"],
  ["an error without message", new RangeError(), "RangeError"],
  ["an object without prototype", Object.create(null), "an object that has no text form"],
])("whatever was thrown becomes data: %s", (_, thrown, message) => {
  expect(toErrorData(thrown)).toEqual({ code: "UNEXPECTED", message });
});

test.each(["code", "message", "hint", "details", "cause"])(
  "an error that throws when its %s is read is told as far as it can be",
  (key) => {
    const trap = () => {
      throw new Error("it bites");
    };
    const error = Object.assign(new Error("Empty."), {
      code: "POT_EMPTY",
      hint: "Fill it.",
      details: { litres: 0 },
    });
    Object.defineProperty(error, key, { get: trap, enumerable: true });
    expect(toErrorData(error)).toEqual({
      code: key === "code" ? "UNEXPECTED" : "POT_EMPTY",
      message: key === "message" ? "an object that has no text form" : "Empty.",
      ...(key !== "hint" && { hint: "Fill it." }),
      ...(key !== "details" && { details: { litres: 0 } }),
    });
    expect(toErrorData(new PergolaError("X", { message: "x", cause: error })).cause).toMatchObject({
      message: expect.any(String),
    });
  },
);

test("details that are no JSON are left out, so that the rest can be stored", () => {
  const cyclic: Record<string, unknown> = {};
  cyclic.self = cyclic;
  expect(toErrorData({ message: "x", details: cyclic })).toEqual({ code: "UNEXPECTED", message: "x" });
  for (const details of [{ big: 1n }, {}, ["a"], new Date(0), "text"]) {
    expect(toErrorData({ message: "x", details })).toEqual({ code: "UNEXPECTED", message: "x" });
  }
});

test("details are a copy: what is done to the error later changes no event", () => {
  const details = { litres: 0 };
  const data = toErrorData(new PergolaError("POT_EMPTY", { message: "Empty.", details }));
  details.litres = 9;
  expect(data.details).toEqual({ litres: 0 });
});

test("anything thrown becomes data that survives JSON", () => {
  const thrown = fc.oneof(
    fc.anything({ withBigInt: true, withNullPrototype: true, withDate: true }),
    fc.record({ code: fc.anything(), message: fc.anything(), details: fc.anything(), cause: fc.anything() }),
  );
  fc.assert(
    fc.property(thrown, (value) => {
      const data = toErrorData(value);
      expect(JSON.parse(JSON.stringify(data))).toEqual(data);
    }),
  );
});
