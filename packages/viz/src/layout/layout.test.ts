import fc from "fast-check";
import { expect, test } from "vitest";
import { readDrawing } from "../graph/read-drawing.ts";
import { anyGraph, runs } from "../graphs.test-helper.ts";
import type { Box } from "./geometry.ts";
import { type Layout, layoutDrawing } from "./layout-drawing.ts";
import { measureLabel } from "./measure.ts";

const overlap = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const isInside = (inner: Box, outer: Box) =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

function labelBoxes({ edges }: Layout): Box[] {
  return edges.flatMap(({ edge, label }) => {
    if (label === undefined) return [];
    const { width, height } = measureLabel(edge.label);
    return [{ x: label.x - width / 2, y: label.y - height / 2, width, height }];
  });
}

const anyLayout = fc
  .record({ graph: anyGraph, direction: fc.constantFrom("TB" as const, "LR" as const) })
  .map(({ graph, direction }) => layoutDrawing(readDrawing(graph, {}), { direction }));

test("no text stands on another: nodes and labels have places of their own", () => {
  fc.assert(
    fc.property(anyLayout, (layout) => {
      const boxes = [...layout.nodes.values(), ...labelBoxes(layout)];
      boxes.forEach((box, at) => {
        for (const other of boxes.slice(at + 1)) expect(overlap(box, other)).toBe(false);
      });
    }),
    { numRuns: runs(150) },
  );
});

test("everything is in the picture, and a node is in its clusters and in no other", () => {
  fc.assert(
    fc.property(anyLayout, (layout) => {
      const whole = { x: 0, y: 0, width: layout.width, height: layout.height };
      for (const box of [...layout.nodes.values(), ...layout.clusters.values(), ...labelBoxes(layout)])
        expect(isInside(box, whole)).toBe(true);
      for (const [cluster, box] of layout.clusters) {
        for (const [node, place] of layout.nodes) {
          let around = node.cluster;
          while (around.parent !== undefined && around !== cluster) around = around.parent;
          expect(around === cluster ? isInside(place, box) : !overlap(place, box)).toBe(true);
        }
      }
    }),
    { numRuns: runs(150) },
  );
});

test("every arrow points to the side of its node", () => {
  fc.assert(
    fc.property(anyLayout, ({ nodes, edges }) => {
      for (const { edge, line } of edges) {
        const { x, y, width, height } = nodes.get(edge.to) as Box;
        const { tip } = line.arrow;
        expect(tip.x).toBeGreaterThanOrEqual(x);
        expect(tip.x).toBeLessThanOrEqual(x + width);
        expect(tip.y).toBeGreaterThanOrEqual(y);
        expect(tip.y).toBeLessThanOrEqual(y + height);
      }
    }),
    { numRuns: runs(150) },
  );
});

test("an edge begins at the side of its node and never turns back on its way through rows and clusters", () => {
  fc.assert(
    fc.property(anyGraph, (graph) => {
      const { nodes, edges } = layoutDrawing(readDrawing(graph, {}), { direction: "TB" });
      for (const { edge, line } of edges) {
        if (edge.from === edge.to) continue;
        const heights = line.steps.map(({ to }) => to.y);
        expect(heights).toEqual(heights.toSorted((a, b) => a - b));
        const begin = line.arrow.direction.y === 1 ? line.steps[0]?.to : line.steps.at(-1)?.to;
        const { x, y, width, height } = nodes.get(edge.from) as Box;
        expect(begin).toBeDefined();
        expect(isInside({ ...begin, width: 0, height: 0 } as Box, { x, y, width, height })).toBe(true);
      }
    }),
    { numRuns: runs(150) },
  );
});

test("a chain is a straight line", () => {
  const ids = ["read", "a much longer name", "write"];
  const graph = {
    name: "chain",
    kind: "flow" as const,
    nodes: ids.map((id) => ({ id, label: id, kind: "node" })),
    edges: [
      { from: "read", to: "a much longer name" },
      { from: "a much longer name", to: "write" },
    ],
  };
  const { nodes, edges } = layoutDrawing(readDrawing(graph, {}), { direction: "TB" });
  const centres = [...nodes.values()].map(({ x, width }) => x + width / 2);
  expect(new Set(centres).size).toBe(1);
  expect(edges.flatMap(({ line }) => line.steps).filter(({ type }) => type === "curve")).toEqual([]);
});

test("a thousand nodes in a chain with two thousand other edges are laid out", () => {
  const nodes = Array.from({ length: 1_000 }, (_, at) => ({ id: `${at}`, label: `${at}`, kind: "node" }));
  const chain = nodes.slice(1).map(({ id }, at) => ({ from: `${at}`, to: id }));
  const short = nodes
    .slice(0, -3)
    .flatMap((_, at) => [2, 3].map((by) => ({ from: `${at}`, to: `${at + by}` })));
  const graph = { name: "large", kind: "flow" as const, nodes, edges: [...chain, ...short] };
  expect(layoutDrawing(readDrawing(graph, {}), { direction: "TB" }).nodes.size).toBe(1_000);
});
