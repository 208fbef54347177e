import { Annotation } from "@langchain/langgraph";
import { expect, it } from "vitest";
import { z } from "zod";
import { AgentConfig, type StateDefinition } from "../index.ts";

const keys = ["__interrupt__", "__start__", "__error__", "__pregel_tasks", "constructor", "toString"];
const steps = [{ step: "custom", config: {} }];
const problemsOf = (stateSchema: StateDefinition) => new AgentConfig({ stateSchema, steps }).validate();

it.each(keys)("%s cannot be a key of the state, which LangGraph would take for its own", (key) => {
  const expected = [
    {
      path: ["stateSchema", key],
      message: `"${key}" cannot be a key of the state: LangGraph keeps it for itself.`,
      hint: "Give the key another name.",
    },
  ];
  expect(problemsOf(z.object({ topic: z.string(), [key]: z.string().optional() }))).toEqual(expected);
  const Odd = Annotation.Root({ topic: Annotation<string>, [key]: Annotation<string> });
  expect(problemsOf(Odd as unknown as StateDefinition)).toEqual(expected);
});

it("one underscore, dots and spaces are nobody's", () => {
  const free = { _private: z.string(), "a.b": z.string(), "a b": z.string() };
  expect(problemsOf(z.object(free))).toEqual([]);
});
