import { assertStepStrategy } from "../../registry/step-registry.ts";
import type { StepGraph } from "../../step-graph.ts";
import { loadVitest } from "../vitest.ts";
import { frozen, plainCopy } from "./frozen.ts";
import { makeParts, parseConfig } from "./make-step.ts";
import { passableDefects } from "./passable-defects.ts";
import type { StepStrategySubject } from "./step-strategy-subject.ts";

const INDEXES = [0, 1, 2, 10, 11];
/** LangGraph refuses these in a node's name. */
const RESERVED = /[|:]|^__start__$|^__end__$/;

/** What a type says of itself. */
export function declarationTests(subject: StepStrategySubject): void {
  const { expect, test } = loadVitest();
  const { strategy } = subject;
  const cases = Object.entries(subject.cases);

  test("has all members that a strategy needs, and a name", () => {
    assertStepStrategy(strategy);
    expect(strategy.name).toMatch(/\S/);
  });

  test("names nodes by their place, always the same, as LangGraph takes them", () => {
    const names = INDEXES.map((index) => strategy.nodeName(index));
    expect(new Set(names).size).toBe(INDEXES.length);
    expect(INDEXES.map((index) => strategy.nodeName(index))).toEqual(names);
    for (const name of names) {
      expect(name).toMatch(/\S/);
      expect(name).not.toMatch(RESERVED);
    }
  });

  test.each(cases)("says the same of the same config, and changes nothing of it: %s", (_, { config }) => {
    const { strategy, config: parsed } = parseConfig(subject, config);
    const given = frozen(plainCopy(parsed));
    const say = () => [
      strategy.needs?.(given),
      strategy.groups?.(given),
      strategy.isPassable?.(given),
      strategy.writes?.(given),
    ];
    expect(say()).toEqual(say());
  });

  test.each(cases)("finds the steps inside it where it says: %s", (_, { config }) => {
    const { strategy, config: parsed } = parseConfig(subject, config);
    const groups = strategy.groups?.(parsed) ?? [];
    for (const { path, steps } of groups) expect(valueAt(parsed, path)).toEqual(steps);
    expect(new Set(groups.map(({ path }) => JSON.stringify(path))).size).toBe(groups.length);
  });

  test.each(cases)("says true or false of whether it can lead past them: %s", async (_, { config }) => {
    const parsed = parseConfig(subject, config);
    const graph = await parsed.strategy.createGraph?.(parsed.config, await makeParts(parsed));
    expect(passableDefects(parsed.strategy, parsed.config, graph)).toEqual([]);
  });

  if (strategy.createGraph === undefined) return;
  test.each(cases)("is a graph in which every way leads somewhere: %s", async (_, { config }) => {
    const parsed = parseConfig(subject, config);
    const parts = await makeParts(parsed);
    const graph = await parsed.strategy.createGraph?.(parsed.config, parts);
    expect(graphDefects(graph as StepGraph, parts.chains.length)).toEqual([]);
  });
}

function graphDefects({ nodes, afterChain }: StepGraph, chains: number): readonly string[] {
  const names = nodes.map(({ name }) => name);
  const ends = nodes.flatMap((node) => node.ends);
  const isThere = (end: string | number) =>
    typeof end === "number" ? end >= 0 && end < chains : end === "end" || names.includes(end);
  return [
    ...(nodes.length === 0 ? ["it has no node"] : []),
    ...(new Set(names).size < names.length ? ["two nodes have one name"] : []),
    ...(names.includes("end") ? ['a node is called "end"'] : []),
    ...ends.filter((end) => !isThere(end)).map((end) => `a node goes to ${end}, which is not there`),
    ...(ends.includes("end") ? [] : ["no node goes to the end"]),
    ...(ends.some((end) => typeof end === "number") && !names.includes(afterChain ?? "")
      ? ["afterChain names no node"]
      : []),
  ];
}

function valueAt(config: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (inner as Readonly<Record<string | number, unknown>>)?.[key],
    config,
  );
}
