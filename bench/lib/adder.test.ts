import { expect, test } from "vitest";
import { addOne, checkSum } from "./adder.ts";

test("the model asks for the sum, however a framework wraps the question, and then says it", () => {
  const call = { tool: "add", arguments: { a: 41, b: 1 } };
  expect(addOne({ isToolResult: false, text: "41" })).toEqual(call);
  expect(addOne({ isToolResult: false, text: '[{"type":"input_text","text":"41"}]' })).toEqual(call);
  expect(addOne({ isToolResult: true, text: '{"type":"json","value":42}' })).toEqual(["sum 42"]);
  expect(() => addOne({ isToolResult: true, text: "no tool add" })).toThrow("no number");
});

test("a wrong sum is an error", () => {
  checkSum(41, "sum 42");
  expect(() => checkSum(41, "sum 41")).toThrow("Wrong answer to 41");
  expect(() => checkSum(41, undefined)).toThrow("Wrong answer to 41");
});
