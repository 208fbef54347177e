import type { GraphDescription } from "@pergola/core";
import { describe, expect, it } from "vitest";
import { orderNodes } from "./order-nodes.ts";

function graph(
  nodes: readonly [string, string, string?][],
  edges: readonly [string, string][],
): GraphDescription {
  return {
    name: "g",
    kind: "agent",
    nodes: nodes.map(([id, kind, parentId]) => ({ id, label: id, kind, ...(parentId && { parentId }) })),
    edges: edges.map(([from, to]) => ({ from, to })),
  };
}

const idsOf = (description: GraphDescription) => orderNodes(description).map((node) => node.id);

describe("orderNodes", () => {
  it("follows the edges from the start and leaves start and end out", () => {
    const nodes = [
      ["b", "llm"],
      ["end", "end"],
      ["a", "custom"],
      ["start", "start"],
    ] as [string, string][];
    expect(
      idsOf(
        graph(nodes, [
          ["start", "a"],
          ["a", "b"],
          ["b", "end"],
        ]),
      ),
    ).toEqual(["a", "b"]);
  });

  it("ends on a graph that loops and on one without edges", () => {
    expect(
      idsOf(
        graph(
          [
            ["a", "x"],
            ["b", "x"],
          ],
          [
            ["a", "b"],
            ["b", "a"],
          ],
        ),
      ),
    ).toEqual(["a", "b"]);
    expect(
      idsOf(
        graph(
          [
            ["a", "x"],
            ["b", "x"],
          ],
          [],
        ),
      ),
    ).toEqual(["a", "b"]);
  });

  it("leaves inner nodes to their parents", () => {
    expect(
      idsOf(
        graph(
          [
            ["a", "x"],
            ["model", "x", "a"],
          ],
          [],
        ),
      ),
    ).toEqual(["a"]);
  });

  it("shows a workflow as its stages", () => {
    const nodes = [
      ["start", "start"],
      ["w", "staged"],
      ["w#parse", "stage"],
      ["w#think", "stage"],
      ["w.parse.read", "prompt", "w#parse"],
    ] as [string, string, string?][];
    expect(idsOf(graph(nodes, [["start", "w"]]))).toEqual(["w#parse", "w#think"]);
  });
});
