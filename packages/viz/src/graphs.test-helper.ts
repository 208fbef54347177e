import type { GraphDescription, GraphEdge, GraphNode } from "@pergola/core";
import fc from "fast-check";

/** Names that mean something to somebody. */
export const HOSTILE = [
  "end",
  "graph",
  "subgraph",
  "default",
  "style a:b#c;",
  "classDef x fill:#f00;",
  "click n_a href",
  'say "hello"',
  "[brackets] {braces} (round)",
  "<script>alert(1)</script>",
  "<b>bold</b> & &lt;",
  "back\\slash\\",
  "two\nlines\r\nthree",
  "%% comment",
  "1. list",
  "- list",
  "# title",
  "**bold** _it_ `code`",
  "a --> b",
  "a | b",
  "日本語のノード",
  "👩‍👩‍👧‍👦 family",
  "ﬂ°°34¶ß",
  "#34; #quot;",
  "\u0000\u0007\u202Ebidi",
  "\uD800 lone",
  "__proto__",
  "constructor",
  "   ",
  "x".repeat(300),
  "http://example.com/a?b=c",
  "fa:fa-car icon",
  "$$x^2$$",
  "$" + "{x}",
  "@{ shape: circle }",
  "\\n \\N \\G",
];

const name = fc.oneof(
  { weight: 3, arbitrary: fc.stringMatching(/^[a-z]{1,8}$/) },
  { weight: 2, arbitrary: fc.constantFrom(...HOSTILE) },
  { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) },
);
const kind = fc.constantFrom("node", "router", "join", "subflow", "start", "end", "llm");

/** Any graph: loops, edges to itself, several edges between two nodes, clusters in clusters, loose nodes. */
export const anyGraph: fc.Arbitrary<GraphDescription> = fc
  .uniqueArray(name, { minLength: 0, maxLength: 12 })
  .chain((ids) =>
    fc.record({
      name,
      kind: fc.constant("flow" as const),
      nodes: fc.tuple(...ids.map((id, place) => nodeOf(ids, id, place))),
      edges: ids.length === 0 ? fc.constant([]) : fc.array(edgeOf(ids), { maxLength: 20 }),
    }),
  );

// A parent comes before its children, so that nothing is inside itself.
const nodeOf = (ids: readonly string[], id: string, place: number): fc.Arbitrary<GraphNode> =>
  fc.record(
    {
      id: fc.constant(id),
      label: fc.oneof(fc.constant(id), name),
      kind,
      ...(place > 0 && {
        parentId: fc.option(fc.constantFrom(...ids.slice(0, place)), { nil: undefined, freq: 2 }),
      }),
    },
    { requiredKeys: ["id", "label", "kind"] },
  );

const edgeOf = (ids: readonly string[]): fc.Arbitrary<GraphEdge> =>
  fc.record(
    {
      from: fc.constantFrom(...ids),
      to: fc.constantFrom(...ids),
      label: name,
      isConditional: fc.boolean(),
    },
    { requiredKeys: ["from", "to"] },
  );

export const runs = (count: number): number => count * Number(process.env.PERGOLA_SOAK ?? 1);
