import { describe, expect, it } from "vitest";
import { previewCall, previewValue } from "./preview-value.ts";

describe("previewValue", () => {
  it.each([
    [{ expression: "2 + 2", digits: 3 }, "expression: 2 + 2, digits: 3"],
    ["two\n  lines", "two lines"],
    [[1, 2, 3, 4, 5], "[5 items]"],
    [undefined, "undefined"],
    [null, "null"],
  ])("shows %j as %s", (value, text) => expect(previewValue(value)).toBe(text));

  it("cuts what is long", () => {
    expect(previewValue("x".repeat(500))).toHaveLength(120);
  });
});

describe("previewCall", () => {
  it("shows only what the result adds to the arguments", () => {
    expect(previewCall({ expression: "1+1" }, { expression: "1+1", result: 2 })).toBe(
      "expression: 1+1 → result: 2",
    );
    expect(previewCall({ n: 1 }, '{"n":1,"double":2}')).toBe("n: 1 → double: 2");
  });

  it("shows a result that adds nothing, and one that is no object, as it is", () => {
    expect(previewCall({ n: 1 }, { n: 1 })).toBe("n: 1 → n: 1");
    expect(previewCall({ n: 1 }, "fine")).toBe("n: 1 → fine");
    expect(previewCall({ n: 1 }, undefined)).toBe("n: 1");
  });
});
