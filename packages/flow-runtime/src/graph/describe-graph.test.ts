import { expect, test } from "vitest";
import { createFlow, node, policyRouter, when } from "../index.ts";

const plain = (name: string) => node({ name, allowCycle: true }, (text: string) => text);
const [a, b, c] = [plain("a"), plain("b"), plain("c")];

test("a flow begins at its ingress and ends at its egress", () => {
  expect(createFlow({ name: "words", edges: [a.to(b)] }).describe()).toEqual({
    name: "words",
    kind: "flow",
    nodes: [
      { id: "__start__", label: "in", kind: "start" },
      { id: "a", label: "a", kind: "node" },
      { id: "b", label: "b", kind: "node" },
      { id: "__end__", label: "out", kind: "end" },
    ],
    edges: [
      { from: "__start__", to: "a" },
      { from: "a", to: "b" },
      { from: "b", to: "__end__" },
    ],
  });
});

test("a policy is told where it differs from the default, and a queue where the node has its own", () => {
  const policy = { timeoutMs: 50, maxRetries: 0, concurrency: 4, retryIf: () => true };
  const busy = node({ name: "busy", description: "Works hard", queueSize: 8, policy }, () => 1);
  const { nodes } = createFlow({ edges: [busy.to()] }).describe();
  expect(nodes[1]).toEqual({
    id: "busy",
    label: "Works hard",
    kind: "node",
    metadata: { policy: { timeoutMs: 50, concurrency: 4, retryIf: true }, queueSize: 8 },
  });
  expect(() => JSON.stringify(nodes)).not.toThrow();
});

test("each node of a loop is marked, and so is the edge that closes it", () => {
  const flow = createFlow({ edges: [a.to(b), b.to(c), c.to(a)], ingress: [a], egress: [c] });
  const longer = createFlow({ edges: [plain("first").to(a), a.to(b), b.to(a, c)], egress: [c] });
  const self = createFlow({ edges: [a.to(a), a.to(b)] });
  const marked = ({ nodes }: ReturnType<typeof flow.describe>) =>
    nodes.filter(({ metadata }) => metadata?.isInLoop === true).map(({ id }) => id);
  expect([flow, longer, self].map((each) => marked(each.describe()))).toEqual([
    ["a", "b", "c"],
    ["a", "b"],
    ["a"],
  ]);
  expect(longer.describe().edges.filter(({ isConditional }) => isConditional)).toEqual([
    { from: "b", to: "a", isConditional: true, label: "again" },
  ]);
});

test("the edges of a router say when they are taken", () => {
  const router = policyRouter({ name: "router" }, () => "a");
  const conditional = (flow: { describe(): { readonly edges: readonly object[] } }) =>
    flow.describe().edges.filter((edge) => "isConditional" in edge);
  expect(conditional(createFlow({ edges: [router.to(a, b)] }))).toEqual([
    { from: "router", to: "a", isConditional: true, label: "a" },
    { from: "router", to: "b", isConditional: true, label: "b" },
  ]);
  const edges = when(a, (text) => text !== "", { yes: b, no: c, name: "any?" });
  expect(conditional(createFlow({ edges }))).toEqual([
    { from: "any?", to: "b", isConditional: true, label: "yes" },
    { from: "any?", to: "c", isConditional: true, label: "no" },
  ]);
});

test("a flow that a node says it calls is a cluster", () => {
  const papers = createFlow({ name: "papers", edges: [b.to(c)] });
  const caller = node({ name: "caller", subflows: { papers, made: () => papers } }, (text: string) => text);
  const { nodes, edges } = createFlow({ edges: [a.to(caller)] }).describe();
  expect(nodes.slice(2, -1)).toEqual([
    { id: "caller", label: "caller", kind: "node" },
    { id: "caller/papers", label: "papers", kind: "subflow" },
    { id: "caller/papers/b", label: "b", kind: "node", parentId: "caller/papers" },
    { id: "caller/papers/c", label: "c", kind: "node", parentId: "caller/papers" },
    { id: "caller/made", label: "made", kind: "subflow" },
  ]);
  expect(edges.slice(2, -1)).toEqual([
    { from: "caller", to: "caller/papers/b", label: "calls", isConditional: true },
    { from: "caller/papers/b", to: "caller/papers/c" },
    { from: "caller", to: "caller/made", label: "calls", isConditional: true },
  ]);
});

test("a node may have the name of an end", () => {
  const [start, end] = [plain("__start__"), plain("__end__")];
  const { nodes } = createFlow({ edges: [start.to(end)] }).describe();
  expect(nodes.map(({ id }) => id)).toEqual(["__start___", "__start__", "__end__", "__end___"]);
});
