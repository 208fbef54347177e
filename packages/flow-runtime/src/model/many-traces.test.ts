import { expect, test } from "vitest";
import { createFlow, type Flow, node } from "../index.ts";

const TRACES = 10_000;
const MEMBERS = ["a", "b", "c"];

const options = { queueSize: 1, maxTraces: TRACES, asyncContext: false } as const;

const chain = (): Flow<number, number> => {
  const [first, second, third] = MEMBERS.map((name) => node({ name }, async (value: number) => value + 1));
  if (first === undefined || second === undefined || third === undefined) throw new Error("There are three.");
  return createFlow({ ...options, edges: [first.to(second), second.to(third)] });
};

const selfLoop = (): Flow<number, number> => {
  const turn = node({ name: "turn", allowCycle: true }, async (value: number, { emit }) =>
    emit(value + 1, { to: value % 10 < 9 ? "turn" : "egress" }),
  );
  return createFlow({ ...options, edges: [turn.to(turn)] }) as unknown as Flow<number, number>;
};

const ring = (): Flow<number, number> => {
  const next = new Map(MEMBERS.map((name, at) => [name, MEMBERS[(at + 1) % MEMBERS.length] as string]));
  const nodes = MEMBERS.map((name) =>
    node({ name, allowCycle: true }, async (value: number, { emit, nodeName }) => {
      const isLast = value % 10 === 9 && nodeName === "c";
      const grown = nodeName === "c" ? value + 1 : value;
      await emit(grown, { to: isLast ? "egress" : (next.get(nodeName) ?? "") });
    }),
  );
  const [a, b, c] = nodes;
  if (a === undefined || b === undefined || c === undefined) throw new Error("There are three.");
  const edges = [
    [a, [b]],
    [b, [c]],
    [c, [a]],
  ] as const;
  return createFlow({ ...options, edges, ingress: [a], egress: [c] }) as unknown as Flow<number, number>;
};

test.each([
  { what: "a chain", make: chain, grown: 3 },
  { what: "a loop of one node", make: selfLoop, grown: 10 },
  { what: "a ring of three nodes", make: ring, grown: 10 },
])(
  "10 000 traces at once all end in $what whose nodes have room for one message",
  async ({ make, grown }) => {
    const flow = make();
    const calls = Array.from({ length: TRACES }, (_, at) => flow.call(at * 10));
    expect(flow.stats().traces).toBe(TRACES);
    const results = await Promise.all(calls);
    expect(results.every((result, at) => result === at * 10 + grown)).toBe(true);
    expect(flow.stats()).toMatchObject({ traces: 0, waiting: 0 });
    expect(Object.values(flow.stats().queueDepths).every((depth) => depth === 0)).toBe(true);
  },
);
