import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AgentConfig } from "../../index.ts";
import { diffAgentConfig } from "../index.ts";

type Node = Record<string, unknown>;

/** A map that holds itself. */
function circle(parts: Node, keys: readonly string[] = ["self"]): Node {
  const made: Node = { ...parts };
  for (const key of keys) made[key] = made;
  return made;
}

/** A chain of maps, each in the one before it. */
function chain(length: number, end: unknown): unknown {
  return Array.from({ length }).reduce((inner: unknown) => ({ inner }), end);
}

/** Each level holds the next one twice. */
function doubled(levels: number, end: unknown): unknown {
  return Array.from({ length: levels }).reduce((inner: unknown) => ({ left: inner, right: inner }), end);
}

const withConfig = (config: unknown) =>
  new AgentConfig({ memory: { type: "conversation", provider: "acme", config: config as Node } });

const changes = (from: unknown, to: unknown) =>
  diffAgentConfig(withConfig(from), withConfig(to)).parameters.map((change) => ({
    ...change,
    path: change.path.slice(2).join("."),
  }));

describe("the difference of values that hold themselves", () => {
  it("is none of equal ones", () => {
    expect(changes(circle({ x: 1 }), circle({ x: 1 }))).toEqual([]);
    expect(changes({ a: [circle({ x: 1 })] }, { a: [circle({ x: 1 })] })).toEqual([]);
  });

  it("names what differs once, where it stands", () => {
    expect(changes(circle({ x: 1, apiKey: "a" }), circle({ x: 2, apiKey: "b" }))).toEqual([
      { path: "x", from: 1, to: 2 },
      { path: "apiKey", from: "[redacted]", to: "[redacted]" },
    ]);
    expect(changes({ a: [circle({ x: 1 })] }, { a: [circle({ x: 2 })] })).toMatchObject([{ path: "a" }]);
  });

  it("is none of a circle and the same one turn longer, which nobody can tell apart by reading", () => {
    const longer: Node = { x: 1 };
    longer.self = { x: 1, self: longer };
    expect(changes(circle({ x: 1 }), longer)).toEqual([]);
    longer.self = { x: 2, self: longer };
    expect(changes(circle({ x: 1 }), longer)).toEqual([{ path: "self.x", from: 1, to: 2 }]);
  });

  it("is told of steps, too", () => {
    const withStep = (input: unknown) => new AgentConfig({ steps: [{ step: "own", config: { input } }] });
    const { topology } = diffAgentConfig(withStep(circle({ x: 1 })), withStep(circle({ x: 2 })));
    expect(topology).toEqual([{ path: ["steps", 0, "input", "x"], from: 1, to: 2 }]);
    const shared = diffAgentConfig(withStep(doubled(40, 1)), withStep(doubled(40, 2)));
    expect(shared.topology.length).toBeGreaterThan(0);
  });
});

describe("the difference of large values", () => {
  it("is found in what is nested very deep, as one change", () => {
    expect(changes(chain(100_000, 1), chain(100_000, 1))).toEqual([]);
    expect(changes(chain(100_000, 1), chain(100_000, 2))).toHaveLength(1);
    expect(changes([chain(100_000, 1)], [chain(100_000, 2)])).toHaveLength(1);
  });

  it("does not take each way to what is shared", () => {
    expect(changes(doubled(40, 1), doubled(40, 1))).toEqual([]);
    const found = changes(doubled(40, 1), doubled(40, 2));
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThanOrEqual(200);
    expect(changes(circle({ x: 1 }, ["a", "b", "c"]), circle({ x: 2 }, ["a", "b", "c"]))).toEqual([
      { path: "x", from: 1, to: 2 },
    ]);
  });

  it("is what it is for data of any shape: none exactly if it is equal", () => {
    const data = fc.dictionary(fc.constantFrom("a", "b", "c"), fc.jsonValue({ maxDepth: 4 }));
    fc.assert(
      fc.property(data, data, (one, other) => {
        expect(changes(one, structuredClone(one))).toEqual([]);
        const isEqual = JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
        expect(changes(one, other).length === 0).toBe(isEqual);
      }),
    );
  });
});

/** With the keys of all maps in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return Object.is(value, -0) ? "-0" : value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return entries.map(([key, each]) => [key, sorted(each)]);
}
