import type { GraphDescription } from "@pergola/core";
import { expect, test } from "vitest";
import { parseDot } from "./graphviz.test-helper.ts";
import { applyActivity, startActivity, toDot, toMermaid, toSvg } from "./index.ts";
import { parseMermaid } from "./mermaid.test-helper.ts";

const node = (id: string, rest: object = {}) => ({ id, label: id, kind: "node", ...rest });
const graph: GraphDescription = {
  name: "support",
  kind: "flow",
  nodes: [
    node("classify", {
      kind: "router",
      metadata: { policy: { timeoutMs: 2_000, maxRetries: 1, concurrency: 8 } },
    }),
    node("group", { kind: "subflow" }),
    node("answer", { parentId: "group", metadata: { queueSize: 8 } }),
    node("review"),
  ],
  edges: [
    { from: "classify", to: "answer", label: "question", isConditional: true },
    { from: "answer", to: "review" },
    { from: "review", to: "classify", label: "again", isConditional: true },
    { from: "review", to: "review" },
  ],
};
const all = { toMermaid, toDot, toSvg };
const each = Object.entries(all);

test("Mermaid reads loops, conditions, clusters and shapes", async () => {
  const { edges, clusters, nodes } = await parseMermaid(toMermaid(graph));
  expect(edges).toEqual([
    { from: "n_classify", to: "n_answer", label: "question", isDashed: true },
    { from: "n_answer", to: "n_review", label: "", isDashed: false },
    { from: "n_review", to: "n_classify", label: "↻ again", isDashed: true },
    { from: "n_review", to: "n_review", label: "↻", isDashed: false },
  ]);
  expect(clusters).toEqual(new Map([["c_group", ["n_answer"]]]));
  expect(nodes.map(({ shape }) => shape)).toEqual(["hexagon", "round", "round"]);
});

test("Graphviz reads the same", () => {
  const { edges, clusters, name } = parseDot(toDot(graph));
  expect(name).toBe("support");
  expect(edges.filter(({ isDashed }) => isDashed).map(({ from, to }) => [from, to])).toEqual([
    ["n_classify", "n_answer"],
    ["n_review", "n_classify"],
  ]);
  expect(clusters).toEqual(new Map([["c_group", ["n_answer"]]]));
});

test.each(each)("%s tells policies only when asked", (_, draw) => {
  const said = (text: string) => text.replaceAll("\u00A0", " ").replaceAll("#183;", "·");
  expect(said(draw(graph))).not.toContain("timeout 2 s");
  const asked = said(draw(graph, { showPolicies: true }));
  for (const words of ["timeout 2 s", "1 retry", "8 at once", "queue of 8"]) expect(asked).toContain(words);
});

test.each(each)("%s tells kinds only when asked", (_, draw) => {
  expect(draw(graph).replace(/<title>.*?<\/title>/g, "")).not.toContain("router");
  expect(draw(graph, { showKinds: true }).replace(/<title>.*?<\/title>/g, "")).toContain("router");
});

test.each(each)("%s draws what describes itself", (_, draw) => {
  expect(draw({ describe: () => graph })).toBe(draw(graph));
});

test.each(each)("%s marks what runs and what failed", async (name, draw) => {
  const activity = applyActivity(startActivity(graph), [
    { nodeId: "classify", state: "running", at: 1, queueDepth: 3 },
    { nodeId: "review", state: "failed", at: 2, latencyMs: 1_500 },
  ]);
  const text = draw(graph, { activity });
  expect(text.replaceAll("\u00A0", " ")).toContain("3 waiting");
  expect(text).toContain("1.5 s");
  if (name === "toMermaid") {
    const { classes } = await parseMermaid(text);
    expect([classes.get("n_classify"), classes.get("n_review"), classes.get("n_answer")]).toEqual([
      ["running"],
      ["failed"],
      [],
    ]);
  } else if (name === "toSvg") {
    expect(text.match(/pg-running" data-node="classify"/g)).toHaveLength(1);
    expect(text.match(/pg-failed" data-node="review"/g)).toHaveLength(1);
  } else expect(text.match(/penwidth=2/g)).toHaveLength(2);
});

test("all pictures of a live graph have the same layout", () => {
  const frame = (svg: string) =>
    svg
      .replace(/<text.*?<\/text>|<circle[^>]*>|<title>.*?<\/title>|pg-(running|failed)/g, "")
      .replaceAll(' "', '"');
  const before = startActivity(graph);
  const after = applyActivity(before, {
    nodeId: "review",
    state: "failed",
    at: 1,
    latencyMs: 99_999,
    queueDepth: 888,
  });
  expect(frame(toSvg(graph, { activity: after }))).toBe(frame(toSvg(graph, { activity: before })));
});

test("an edge to a node that is not there is told, with the nodes that are", () => {
  const broken = { ...graph, edges: [{ from: "classify", to: "reviev" }] };
  for (const [, draw] of each) {
    expect(() => draw(broken)).toThrow(
      expect.objectContaining({
        code: "INVALID_GRAPH",
        message: 'The graph "support" has an edge "classify" → "reviev", but no node "reviev".',
        hint: 'Did you mean "review"? Its nodes: "classify", "group", "answer", "review".',
      }),
    );
  }
});

test.each([
  ["two nodes of one id", { nodes: [node("a"), node("a")] }, 'two nodes with the id "a"'],
  [
    "a cluster that is not there",
    { nodes: [node("a", { parentId: "b" })] },
    'the node "a" in "b", but no node "b"',
  ],
  [
    "a node in itself",
    { nodes: [node("a", { parentId: "b" }), node("b", { parentId: "a" })] },
    '"a" inside itself',
  ],
  ["a node without an id", { nodes: [{ label: "a", kind: "node" }] }, "a node without an id"],
  ["no list of nodes", { nodes: undefined }, "expected a graph with nodes and edges"],
])("%s is refused", (_, part, words) => {
  const broken = { name: "g", kind: "flow", edges: [], ...part } as unknown as GraphDescription;
  expect(() => toMermaid(broken)).toThrow(
    expect.objectContaining({ code: "INVALID_GRAPH", message: expect.stringContaining(words) }),
  );
});

test("an option that does not exist is refused", () => {
  const wrong = { code: "INVALID_DRAWING" };
  expect(() => toMermaid(graph, { direction: "RL" as "LR" })).toThrow(expect.objectContaining(wrong));
  expect(() => toSvg(graph, { theme: "blue" as "dark" })).toThrow(expect.objectContaining(wrong));
  for (const draw of [toMermaid, toSvg, toDot])
    expect(() => draw(graph, { showPolicy: true } as object)).toThrow(
      expect.objectContaining({ ...wrong, message: 'A drawing has no option "showPolicy".' }),
    );
});

test("a graph without nodes is a picture, too", async () => {
  const empty = { name: "", kind: "flow" as const, nodes: [], edges: [] };
  expect((await parseMermaid(toMermaid(empty))).nodes).toEqual([]);
  expect(parseDot(toDot(empty)).nodes).toEqual([]);
  expect(toSvg(empty)).toContain("</svg>");
});
