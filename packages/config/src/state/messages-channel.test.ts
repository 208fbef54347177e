import { Annotation, StateGraph } from "@langchain/langgraph";
import { expect, it } from "vitest";
import { loadLangGraph, withMessages } from "../index.ts";

it("a derived Annotation that is compiled by hand too early says what to do, and works after that", async () => {
  const derived = withMessages(Annotation.Root({ name: Annotation<string> }));
  const compile = () => new StateGraph(derived as never);
  expect(compile).toThrow(
    expect.objectContaining({
      code: "LANGGRAPH_NOT_LOADED",
      hint: expect.stringContaining("loadLangGraph()"),
    }),
  );
  await loadLangGraph();
  expect(compile).not.toThrow();
});
