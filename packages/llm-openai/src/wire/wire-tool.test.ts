import { expect, it } from "vitest";
import { wireTool } from "./request-body.ts";

const parameters = { type: "object" };

it("a tool goes out with what was set, and nothing else", () => {
  expect(wireTool({ name: "a", parameters })).toEqual({
    type: "function",
    function: { name: "a", parameters },
  });
  expect(wireTool({ name: "a", description: "b", parameters, strict: true })).toEqual({
    type: "function",
    function: { name: "a", description: "b", parameters, strict: true },
  });
});
