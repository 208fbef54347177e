import type { GraphDescription } from "@pergola/core";
import { describe, expect, it } from "vitest";
import { formatRate, paceOf } from "./flow-rate.ts";
import { fieldLabel, fieldsOf } from "./input-fields.ts";
import { layoutGraph } from "./layout-graph.ts";
import { traceTitle } from "./trace-title.ts";

const chain = (length: number): GraphDescription => ({
  name: "chain",
  kind: "flow",
  nodes: Array.from({ length }, (_, index) => ({ id: `${index}`, label: `${index}`, kind: "node" })),
  edges: Array.from({ length: length - 1 }, (_, index) => ({ from: `${index}`, to: `${index + 1}` })),
});

describe("the layout of a graph", () => {
  it("runs across where there is width, and down where there is height", () => {
    expect(layoutGraph(chain(6), { width: 1_200, height: 300 }).direction).toBe("LR");
    expect(layoutGraph(chain(6), { width: 390, height: 700 }).direction).toBe("TB");
  });

  it("places each node, none on top of another, loops included", () => {
    const graph = chain(5);
    const looped = { ...graph, edges: [...graph.edges, { from: "4", to: "0" }, { from: "2", to: "2" }] };
    const { positions } = layoutGraph(looped, { width: 100, height: 900 });
    const tops = [...positions.values()].map(({ y }) => y);
    expect(new Set(tops).size).toBe(5);
  });
});

describe("the form of an input", () => {
  it("has a field for each part of a flat example", () => {
    expect(fieldsOf({ folder: ".", maxFiles: 1, isDeep: true })).toEqual([
      { name: "folder", kind: "text" },
      { name: "maxFiles", kind: "number" },
      { name: "isDeep", kind: "boolean" },
    ]);
  });

  it.each([undefined, null, "text", [1], {}, { nested: {} }, { list: [1] }])(
    "is written as JSON for %j",
    (example) => {
      expect(fieldsOf(example)).toBeUndefined();
    },
  );

  it.each([
    ["maxFiles", "Max files"],
    ["top_words", "Top words"],
    ["folder", "Folder"],
  ])("calls %s “%s”", (name, label) => {
    expect(fieldLabel(name)).toBe(label);
  });
});

describe("a trace in the list", () => {
  it.each([
    [{ value: { folder: "docs", maxFiles: 3 } }, "docs · 3"],
    [{ value: "a text" }, "a text"],
    [{ value: null }, "null"],
    [{ value: {} }, "An empty input"],
    [{ value: "x".repeat(100) }, `${"x".repeat(59)}…`],
    [{ isTooLarge: true as const }, "A large input"],
  ])("with the input %j is called “%s”", (input, title) => {
    expect(traceTitle({ input })).toBe(title);
  });
});

describe("a rate in words", () => {
  it.each([
    [0, "", "still"],
    [0.66, "0.7/s", "slow"],
    [84.2, "84/s", "medium"],
    [1_234, "1.2 k/s", "fast"],
  ])("of %d is “%s”, and its dashes are %s", (perSecond, text, pace) => {
    expect([formatRate(perSecond), paceOf(perSecond)]).toEqual([text, pace]);
  });
});
