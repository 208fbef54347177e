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
    const { boxes } = layoutGraph(looped, { width: 100, height: 900 });
    const tops = [...boxes.values()].map(({ y }) => y);
    expect(new Set(tops).size).toBe(5);
  });

  it.each([
    ["across", { width: 1_200, height: 300 }],
    ["down", { width: 390, height: 900 }],
  ])("draws a group around its nodes and around no other, %s", (_, room) => {
    const { nodes, edges } = chain(6);
    const parents: Record<string, string> = { 3: "group", 4: "group", group: "outer", 2: "outer" };
    const group = (id: string) => ({ id, label: id, kind: "subflow" });
    const all = [...nodes, group("outer"), group("group")].map((node) => ({
      ...node,
      ...(parents[node.id] !== undefined && { parentId: parents[node.id] as string }),
    }));
    const graph = {
      ...chain(6),
      nodes: all,
      edges: [...edges, { from: "0", to: "3" }, { from: "1", to: "5" }],
    };
    const { boxes, width, height } = layoutGraph(graph, room);
    const boxOf = (id: string) => boxes.get(id) ?? { x: NaN, y: NaN, width: NaN, height: NaN };
    const isIn = (inner: string, outer: string) => {
      const [one, other] = [boxOf(inner), boxOf(outer)];
      const fits = (at: "x" | "y", size: "width" | "height") =>
        one[at] > other[at] && one[at] + one[size] < other[at] + other[size];
      return fits("x", "width") && fits("y", "height");
    };
    const touches = (one: string, other: string) => {
      const [a, b] = [boxOf(one), boxOf(other)];
      const meets = (at: "x" | "y", size: "width" | "height") =>
        a[at] < b[at] + b[size] && b[at] < a[at] + a[size];
      return meets("x", "width") && meets("y", "height");
    };
    expect(["3", "4"].every((id) => isIn(id, "group") && isIn(id, "outer"))).toBe(true);
    expect(isIn("group", "outer") && isIn("2", "outer") && !touches("2", "group")).toBe(true);
    expect(["0", "1", "5"].some((id) => touches(id, "outer"))).toBe(false);
    const { x, y, ...size } = boxOf("outer");
    expect([x, y].every((at) => at >= 0)).toBe(true);
    expect(x + size.width <= width && y + size.height <= height).toBe(true);
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
