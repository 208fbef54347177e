import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { createDiary, recorded, timed } from "./containers.test-helper.ts";
import { createResourceContainer } from "./create-resource-container.ts";
import { findCycles } from "./find-cycles.ts";
import type { ResourceGraph, ResourceNode } from "./resource-node.ts";
import { startOrder } from "./start-order.ts";
import { plain } from "./validate.test-helper.ts";

test("fifty resources are validated with one call of each check, and nothing is made or waited for", () => {
  const checks = { validateConfig: vi.fn(() => ({})), validateDependencies: vi.fn(() => ({})) };
  const own = createDiary();
  const keys = Array.from({ length: 50 }, (_, index) => `r${index}`);
  const definitions = keys.map((key, index) =>
    recorded(own, key, keys.slice(Math.max(0, index - 5), index), checks),
  );
  const { clock, container } = timed(definitions);
  const startedAt = performance.now();
  const { structure, dependencies } = container.validate();
  // Generous: the two phases may take 1.1 s, and take about one millisecond.
  expect(performance.now() - startedAt).toBeLessThan(1_100);
  expect([structure.errors, dependencies.errors]).toEqual([[], []]);
  expect(checks.validateConfig).toHaveBeenCalledTimes(50);
  expect(checks.validateDependencies).toHaveBeenCalledTimes(50);
  expect(own.entries).toEqual([]);
  expect(clock.pendingTimers).toBe(0);
});

test("a chain of 20 000 resources is put in order and checked", () => {
  const keys = Array.from({ length: 20_000 }, (_, index) => `r${index}`);
  const container = createResourceContainer(
    keys.map((key, index) => plain(key, ...keys.slice(index + 1, index + 2))),
  );
  expect(container.keys).toEqual(keys.toReversed());
});

const graphs = fc
  .array(fc.array(fc.nat(11), { maxLength: 3 }), { minLength: 1, maxLength: 12 })
  .map((lists) => graphOf(lists.map((targets) => [...new Set(targets.map((each) => each % lists.length))])));

function graphOf(targets: readonly (readonly number[])[]): ResourceGraph {
  const nodes = targets.map((list, index) => ({
    key: `r${index}`,
    dependencies: list.map((each) => ({ key: `r${each}` })),
  }));
  return new Map(nodes.map((node) => [node.key, node as unknown as ResourceNode]));
}

const needsOf = (graph: ResourceGraph, key: string) =>
  graph.get(key)?.dependencies.map((each) => each.key) ?? [];

/** Everything that a resource needs, through others as well. */
function reach(graph: ResourceGraph, key: string, seen = new Set<string>()): ReadonlySet<string> {
  for (const next of needsOf(graph, key)) {
    if (seen.has(next)) continue;
    seen.add(next);
    reach(graph, next, seen);
  }
  return seen;
}

test("every resource that needs itself is in a cycle that is told, and every cycle that is told is one", () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const cycles = findCycles(graph);
      for (const cycle of cycles) {
        expect(cycle.at(-1)).toBe(cycle[0]);
        for (const [index, key] of cycle.slice(0, -1).entries())
          expect(needsOf(graph, key)).toContain(cycle[index + 1]);
      }
      const circular = [...graph.keys()].filter((key) => reach(graph, key).has(key));
      expect([...new Set(cycles.flat())].sort()).toEqual(circular.sort());
    }),
  );
});

test("without cycles every resource comes once and after what it needs; the free ones keep their order", () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const order = startOrder(graph).map(({ key }) => key);
      expect([...order].sort()).toEqual([...graph.keys()].sort());
      if (findCycles(graph).length > 0) return;
      for (const key of graph.keys()) {
        for (const need of needsOf(graph, key)) expect(order.indexOf(need)).toBeLessThan(order.indexOf(key));
      }
      const free = (key: string) => needsOf(graph, key).length === 0;
      const pulled = new Set(
        [...graph.keys()].filter((key) => !free(key)).flatMap((key) => needsOf(graph, key)),
      );
      const untouched = (key: string) => free(key) && !pulled.has(key);
      expect(order.filter(untouched)).toEqual([...graph.keys()].filter(untouched));
    }),
  );
});

test("a thousand resources that need ten others each are validated within a second", () => {
  const count = 1_000;
  const needs = (place: number) =>
    Array.from({ length: 10 }, (_, nth) => place + 1 + ((nth * 37) % 100)).filter((each) => each < count);
  const { container } = timed(
    Array.from({ length: count }, (_, place) => ({
      key: `r${place}`,
      dependencies: [...new Set(needs(place))].map((each) => `r${each}`),
      create: () => ({}),
    })),
  );
  const start = performance.now();
  expect(container.validate().dependencies.errors).toEqual([]);
  expect(performance.now() - start).toBeLessThan(1_000);
});
