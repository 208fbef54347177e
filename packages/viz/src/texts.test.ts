import type { GraphDescription } from "@pergola/core";
import { expect, test } from "vitest";
import { parseDot } from "./graphviz.test-helper.ts";
import {
  applyActivity,
  type Drawable,
  type DrawOptions,
  startActivity,
  toDot,
  toMermaid,
  toSvg,
} from "./index.ts";

const graphOf = (...nodes: readonly object[]): GraphDescription => ({
  name: "g",
  kind: "flow",
  nodes: nodes.map((node) => ({ id: "a", label: "a", kind: "node", ...node })),
  edges: [],
});
/** What is written below the label, on one line. */
function captionOf(graph: GraphDescription, options: DrawOptions): string {
  const [, label = ""] = /\[label="(.*?)"/.exec(toDot(graph, options)) ?? [];
  return label.replaceAll("\u00A0", " ").split("\\n").slice(1).join(" ");
}

test.each([
  [{ policy: { timeoutMs: 250 } }, "timeout 250 ms"],
  [{ policy: { timeoutMs: 0.5 } }, "timeout 0.5 ms"],
  [{ policy: { timeoutMs: 90_000 } }, "timeout 1.5 min"],
  [{ policy: { timeoutMs: 7_200_000 } }, "timeout 2 h"],
  [{ policy: { maxRetries: 1 } }, "1 retry"],
  [{ policy: { maxRetries: 2 } }, "2 retries"],
  [
    { policy: { backoffBaseMs: 100, backoffFactor: 3, maxBackoffMs: 5_000 } },
    "backoff 100 ms · × 3 · backoff up to 5 s",
  ],
  [{ policy: { validate: "none" } }, "not validated"],
  [{ policy: { validate: "in" } }, "validates in"],
  [{ policy: { jitter: true, unordered: false } }, "jitter"],
  [{ policy: { concurrency: 4 }, queueSize: 0 }, "4 at once · queue without bound"],
  [{ policy: { custom: "yes", level: 3, retryIf: () => true } }, "custom yes · level 3"],
  [{ policy: "none", isInLoop: true }, ""],
  [{}, ""],
])("a policy is told in words: %j", (metadata, words) => {
  expect(captionOf(graphOf({ metadata }), { showPolicies: true })).toBe(words);
});

test.each([
  [999, "999 waiting"],
  [1_250, "1.3k waiting"],
  [34_000, "34k waiting"],
  [2_500_000, "2.5M waiting"],
])("%d messages are few characters", (queueDepth, words) => {
  const graph = graphOf({});
  const activity = applyActivity(startActivity(graph), { nodeId: "a", state: "idle", at: 0, queueDepth });
  expect(captionOf(graph, { activity })).toBe(words);
});

test.each([
  [null, "Got null"],
  [undefined, "Got undefined"],
  [7, "Got 7"],
  [{}, "Got an empty object"],
  [{ steps: [], name: "x" }, "Got an object with steps, name"],
  [() => "flow", "expected a graph with nodes and edges"],
  [{ describe: () => null }, "Got null"],
])("what is no graph is refused with what it is: %#", (drawable, words) => {
  for (const draw of [toMermaid, toDot, toSvg])
    expect(() => draw(drawable as unknown as Drawable)).toThrow(
      expect.objectContaining({ code: "INVALID_GRAPH", message: expect.stringContaining(words) }),
    );
});

test("a function that describes itself is drawn", () => {
  const graph = graphOf({});
  expect(toDot(Object.assign(() => "call me", { describe: () => graph }))).toBe(toDot(graph));
});

test("an edge in a graph without nodes says that there are none", () => {
  const broken = { ...graphOf(), edges: [{ from: "a", to: "b" }] };
  expect(() => toDot(broken)).toThrow(expect.objectContaining({ hint: "Its nodes: none." }));
});

test("ids that look alike in letters and digits are kept apart", () => {
  const { nodes } = parseDot(
    toDot(graphOf({ id: "a b" }, { id: "a-b" }, { id: "a b 2" }, { id: "a_b" }, { id: "ß" })),
  );
  expect(nodes.map(({ id }) => id)).toEqual(["n_a_b", "n_a_b_2", "n_a_b_2_2", "n_a_b_3", "n_node"]);
});

test("what means something in XML is text in an SVG", () => {
  const svg = toSvg(graphOf({ id: `<"a" & 'b'>`, label: `<b>"a" & 'b'</b>` }));
  expect(svg).not.toContain("<b>");
  expect(svg).toContain("&#60;b&#62;&#34;a&#34; &#38; &#39;b&#39;");
});

test("nodes of kinds that mean something have a shape of their own in an SVG", () => {
  const shapeOf = (kind: string) =>
    toSvg(graphOf({ kind }))
      .match(/<[^<]*class="pg-shape"[^>]*>/g)
      ?.join();
  const shapes = ["node", "start", "router", "join", "subflow"].map(shapeOf);
  expect(new Set(shapes).size).toBe(5);
  expect([shapeOf("end"), shapeOf("branch"), shapeOf("step")]).toEqual([shapes[1], shapes[2], shapes[0]]);
});

test("a loop without words takes no room for them", () => {
  const loop = (label?: string) => ({
    ...graphOf({}),
    edges: [{ from: "a", to: "a", ...(label !== undefined && { label }) }],
  });
  const width = (svg: string) => Number(/width="([\d.]+)"/.exec(svg)?.[1]);
  expect(width(toSvg(loop()))).toBeLessThan(width(toSvg(loop("once more, with feeling"))));
});

test("a page's own colours, or one scheme, are no answer to the reader's setting", () => {
  const asks = (theme: "auto" | "light" | "dark" | "page") =>
    toSvg(graphOf({}), { theme }).includes("prefers-color-scheme");
  expect([asks("auto"), asks("light"), asks("dark"), asks("page")]).toEqual([true, false, false, false]);
});
