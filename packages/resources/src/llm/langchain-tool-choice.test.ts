import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromLangChainToolChoice, toLangChainToolChoice } from "./langchain-tool-choice.ts";
import type { ToolChoice } from "./model-parameters.ts";

describe("fromLangChainToolChoice", () => {
  it.each([
    ["auto", "auto"],
    ["none", "none"],
    ["any", "required"],
    ["required", "required"],
    ["clock", { name: "clock" }],
    ["toString", { name: "toString" }],
    [{ type: "function", function: { name: "clock" } }, { name: "clock" }],
    [{ type: "function", name: "clock" }, { name: "clock" }],
    [{ type: "tool", name: "clock" }, { name: "clock" }],
    [{ name: "clock" }, { name: "clock" }],
    // In an object a word can only be a name.
    [{ name: "any" }, { name: "any" }],
  ])("says %j in our words", (choice, expected) => {
    expect(fromLangChainToolChoice(choice)).toEqual(expected);
  });

  it.each([
    ["", '""'],
    [{}, "an object"],
    [{ type: "any" }, "an object with type"],
    [{ type: "allowed_tools", allowed_tools: { mode: "auto" } }, "an object with type, allowed_tools"],
    [{ type: "function", function: {} }, "an object with type, function"],
    [{ type: "function", function: null }, "an object with type, function"],
    [{ function: { name: "" } }, "an object with function"],
    [{ name: 7 }, "an object with name"],
    [["clock"], "a list with 0"],
    [null, "null"],
    [true, "true"],
  ])("refuses %j, which names no tool, instead of guessing", (choice, received) => {
    expect(() => fromLangChainToolChoice(choice as never)).toThrow(
      expect.objectContaining({
        code: "TOOL_CHOICE_INVALID",
        message: expect.stringContaining(`got ${received};`),
        hint: expect.stringContaining("the name of a tool"),
      }),
    );
  });

  it("gives a choice or that code, whatever comes", () => {
    fc.assert(
      fc.property(fc.anything(), (choice) => {
        let said: ToolChoice;
        try {
          said = fromLangChainToolChoice(choice as never);
        } catch (error) {
          expect(error).toMatchObject({ code: "TOOL_CHOICE_INVALID" });
          return;
        }
        if (typeof said === "string") expect(["auto", "none", "required"]).toContain(said);
        else expect(said.name.length).toBeGreaterThan(0);
      }),
    );
  });
});

describe("toLangChainToolChoice", () => {
  it("says what comes back as the same choice, unless a tool is called like one of LangChain's words", () => {
    const name = fc.string({ minLength: 1 }).filter((some) => !/^(auto|any|none|required)$/.test(some));
    const choice = fc.oneof(fc.constantFrom("auto", "none", "required"), fc.record({ name }));
    fc.assert(
      fc.property(choice, (some) => {
        expect(fromLangChainToolChoice(toLangChainToolChoice(some as ToolChoice))).toEqual(some);
      }),
    );
  });
});
