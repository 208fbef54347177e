import { expect, it } from "vitest";
import { branchRouter } from "./branch-routes.ts";

const step = [{ step: "custom", config: {} }];
const names = ["null", "undefined", "", "yes", "[object Object]", "0", "1", "true", "toString"];
const cases = Object.fromEntries(names.map((name) => [name, [...step]]));

it.each([
  ["yes", "yes"],
  ["", ""],
  [true, "true"],
  [0, "0"],
  [-0, "0"],
  [1n, "1"],
  ["toString", "toString"],
  ["null", "null"],
])("%s leads to the case of its text", (value, name) => {
  expect(branchRouter({ cases })(value)).toBe(Object.keys(cases).indexOf(name));
});

it.each([
  ["null", null],
  ["undefined", undefined],
  ["a list of a case's name", ["yes"]],
  ["an empty list", []],
  ["an object", {}],
  ["an object without a prototype", Object.create(null)],
  ["an object that says a case's name", { toString: () => "yes" }],
  ["a symbol", Symbol("yes")],
])("%s leads to `otherwise`, and is an error without it", (_, value) => {
  expect(branchRouter({ cases, otherwise: [...step] })(value)).toBe(names.length);
  expect(() => branchRouter({ cases })(value)).toThrow(expect.objectContaining({ code: "NO_MATCHING_CASE" }));
});
