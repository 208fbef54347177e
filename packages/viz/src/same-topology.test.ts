import fc from "fast-check";
import { expect, test } from "vitest";
import { anyGraph, HOSTILE, runs } from "./graphs.test-helper.ts";
import { dotTexts, parseDot } from "./graphviz.test-helper.ts";
import { toDot, toMermaid } from "./index.ts";
import { parseMermaid } from "./mermaid.test-helper.ts";

const bySort = (edges: readonly { from: string; to: string; isDashed: boolean }[]) =>
  edges.map(({ from, to, isDashed }) => `${from} ${isDashed ? "~>" : "->"} ${to}`).sort();

/** All nodes in a cluster and in those inside it. */
function below(clusters: ReadonlyMap<string, readonly string[]>, id: string): string[] {
  return (clusters.get(id) ?? []).flatMap((each) => (clusters.has(each) ? below(clusters, each) : [each]));
}

test("any graph is the same graph to Mermaid and to Graphviz", async () => {
  await fc.assert(
    fc.asyncProperty(anyGraph, fc.constantFrom("TB" as const, "LR" as const), async (graph, direction) => {
      const mermaid = await parseMermaid(toMermaid(graph, { direction }));
      const dot = parseDot(toDot(graph, { direction }));
      expect(mermaid.nodes.map(({ id }) => id).sort()).toEqual(dot.nodes.map(({ id }) => id).sort());
      expect(bySort(mermaid.edges)).toEqual(bySort(dot.edges));
      expect([...mermaid.clusters.keys()].sort()).toEqual([...dot.clusters.keys()].sort());
      for (const [id, nodes] of dot.clusters) expect(below(mermaid.clusters, id).sort()).toEqual(nodes);
      expect(mermaid.edges).toHaveLength(graph.edges.length);
      const touched = new Set(graph.edges.flatMap(({ from, to }) => [from, to]));
      const parents = new Set(graph.nodes.map(({ parentId }) => parentId));
      const drawn = graph.nodes.filter(({ id }) => touched.has(id) || !parents.has(id));
      expect(mermaid.nodes).toHaveLength(drawn.length);
    }),
    { numRuns: runs(60) },
  );
});

test("the same graph gives the same text, also in another object", () => {
  fc.assert(
    fc.property(anyGraph, (graph) => {
      const copy = structuredClone(graph);
      expect(toMermaid(copy)).toBe(toMermaid(graph));
      expect(toDot(copy)).toBe(toDot(graph));
    }),
    { numRuns: runs(60) },
  );
});

test.each(HOSTILE)("the name %j is text, and nothing else", async (label) => {
  const graph = {
    name: label,
    kind: "flow" as const,
    nodes: [
      { id: label, label, kind: "node" },
      { id: "b", label: "b", kind: "node" },
    ],
    edges: [{ from: label, to: "b", label }],
  };
  const mermaid = await parseMermaid(toMermaid(graph));
  const dot = toDot(graph);
  expect(mermaid.nodes).toHaveLength(2);
  expect(mermaid.edges).toMatchObject([{ from: mermaid.nodes[0]?.id, to: "n_b" }]);
  expect(parseDot(dot)).toMatchObject({ nodes: [{}, { id: "n_b" }], edges: [{ to: "n_b" }] });
  const letters = label.toWellFormed().replace(/[\s\p{Cc}\p{Bidi_Control}�]/gu, "");
  // The DOM of these tests loses lines before a break; a real browser shows them.
  if (!/\n/.test(label) && label.length <= 28) {
    expect(mermaid.nodes[0]?.label.replace(/[\s�]/g, "")).toBe(letters === "" ? "(noname)" : letters);
  }
  // What is left when the words are put together again is what was given.
  const shown = dotTexts(dot)
    .join("")
    .replace(/[\s…�]/g, "");
  expect(shown).toContain(letters.slice(0, 40));
});
