import { expect, test } from "vitest";
import {
  type AnyNode,
  branch,
  controllerLoop,
  createFlow,
  type Flow,
  finalAnswer,
  mapNode,
  node,
  parallel,
  race,
} from "../index.ts";

const plain = (name: string) => node({ name }, (text: string) => text);
const inner = createFlow({ name: "inner", edges: [plain("first").to(plain("last"))] });
const unasked = (): never => {
  throw new Error("A picture has run something.");
};

/** What is drawn of a node besides itself. */
function drawnOf(caller: AnyNode) {
  const { nodes, edges } = createFlow({ edges: [[caller, []]] }).describe();
  const below = ({ id }: { id: string }) => id.startsWith(`${caller.name}/`);
  return {
    kind: nodes.find(({ id }) => id === caller.name)?.kind,
    nodes: nodes.filter(below),
    edges: edges.filter(({ to }) => below({ id: to })),
  };
}

test("a branch is drawn with all its ways: flows as clusters, nodes as nodes, functions by name alone", () => {
  const busy = node({ name: "busy", policy: { maxRetries: 2 } }, (text: string) => text);
  const branches = { flow: inner as Flow<string, string>, node: busy, made: unasked };
  expect(drawnOf(branch({ name: "way" }, () => "node", branches))).toEqual({
    kind: "branch",
    nodes: [
      { id: "way/flow", label: "flow", kind: "subflow" },
      { id: "way/flow/first", label: "first", kind: "node", parentId: "way/flow" },
      { id: "way/flow/last", label: "last", kind: "node", parentId: "way/flow" },
      { id: "way/node", label: "node", kind: "node", metadata: { policy: { maxRetries: 2 } } },
      { id: "way/made", label: "made", kind: "subflow" },
    ],
    edges: [
      { from: "way", to: "way/flow/first", label: "calls", isConditional: true },
      { from: "way/flow/first", to: "way/flow/last" },
      { from: "way", to: "way/node", label: "calls", isConditional: true },
      { from: "way", to: "way/made", label: "calls", isConditional: true },
    ],
  });
});

test.each([
  ["parallel", parallel],
  ["race", race],
] as const)("the branches of %s are all run: its edges have no condition", (kind, pattern) => {
  const all = pattern({ name: "all" }, { one: plain("x"), two: inner as Flow<string, string> });
  const drawn = drawnOf(all);
  expect(drawn.kind).toBe(kind);
  expect(drawn.edges).toEqual([
    { from: "all", to: "all/one", label: "calls" },
    { from: "all", to: "all/two/first", label: "calls" },
    { from: "all/two/first", to: "all/two/last" },
  ]);
});

test("a controller loop is drawn as what goes round in it", () => {
  const loop = controllerLoop({ name: "agent", think: () => finalAnswer("done"), act: () => ({}) });
  expect(drawnOf(loop)).toEqual({
    kind: "loop",
    nodes: [
      { id: "agent/rounds", label: "rounds", kind: "subflow" },
      ...["think", "act"].map((each) => ({
        id: `agent/rounds/${each}`,
        label: each,
        kind: "node",
        parentId: "agent/rounds",
        metadata: { isInLoop: true },
      })),
    ],
    edges: [
      { from: "agent", to: "agent/rounds/think", label: "calls" },
      { from: "agent/rounds/think", to: "agent/rounds/act" },
      { from: "agent/rounds/act", to: "agent/rounds/think", isConditional: true, label: "again" },
    ],
  });
});

test("branches in branches are drawn at every depth", () => {
  const deep = parallel({ name: "deep" }, { flow: inner as Flow<string, string> });
  const way = branch({ name: "way" }, () => "deep", { deep });
  const { nodes, edges } = drawnOf(way);
  expect(nodes.map(({ id }) => id)).toEqual([
    "way/deep",
    "way/deep/flow",
    "way/deep/flow/first",
    "way/deep/flow/last",
  ]);
  expect(edges.map(({ from, to }) => [from, to])).toContainEqual(["way/deep", "way/deep/flow/first"]);
});

test("what the options say of a branch is drawn in its place, and what a worker calls beside it", () => {
  const way = branch({ name: "way", subflows: { made: inner } }, () => "made", { made: unasked });
  expect(drawnOf(way).nodes.map(({ id }) => id)).toEqual(["way/made", "way/made/first", "way/made/last"]);
  const map = mapNode({ name: "map", subflows: { inner } }, unasked);
  expect(drawnOf(map).nodes.map(({ id }) => id)).toContain("map/inner/first");
});

test("no two nodes of a picture have one id, whatever nodes are called", () => {
  const caller = (name: string, key: string) =>
    node({ name, subflows: { [key]: inner } }, (text: string) => text);
  const edges = [
    caller("a", "b/c").to(plain("a/b/c")),
    caller("a/b", "c").to(plain("a/b/c/first"), plain("a/b/c_/first")),
  ];
  const { nodes } = createFlow({ edges }).describe();
  const ids = nodes.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const parents = nodes.flatMap(({ parentId }) => (parentId === undefined ? [] : [parentId]));
  expect(ids).toEqual(expect.arrayContaining(parents));
});

test("a flow that becomes one of its own subflows later is no part of the picture", () => {
  const subflows: Record<string, object> = { inner };
  const own = createFlow({ edges: [node({ name: "own", subflows }, (text: string) => text).to()] });
  subflows["own"] = own;
  expect(own.describe().nodes.map(({ id }) => id)).not.toContain("own/own");
});
