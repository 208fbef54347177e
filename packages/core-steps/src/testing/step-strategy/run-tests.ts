import type { StepEntry } from "../../step-strategy.ts";
import type { StepWrite } from "../../step-writes.ts";
import { loadVitest } from "../vitest.ts";
import { frozen, plainCopy } from "./frozen.ts";
import { makeParts, makeStep, type Parsed, parseConfig, parseEntry } from "./make-step.ts";
import { runGraph } from "./run-graph.ts";
import type { StepCase, StepStrategySubject } from "./step-strategy-subject.ts";
import { startTestRun, type TestRun } from "./test-run.ts";
import { comparable, merged, writesOf } from "./written.ts";

const AT_ONCE = 5;

/** What a step does, against what its type says. */
export function runTests(subject: StepStrategySubject): void {
  const { expect, test } = loadVitest();
  const cases = Object.entries(subject.cases);

  test.each(cases)("runs on a frozen config and state: %s", async (_, each) => {
    const parsed = parseConfig(subject, frozen(plainCopy(each.config)));
    const step = await makeStep({ ...parsed, config: frozen(plainCopy(parsed.config)) });
    expect(typeof step).toBe("function");
    const state = frozen(plainCopy(each.state ?? {}));
    const before = plainCopy(state);
    const run = startTestRun(each, new AbortController().signal);
    const written = writesOf(await step(state, run.context));
    expect(state).toEqual(before);
    expect(undeclared(parsed, { written, run })).toEqual([]);
  });

  test.each(cases)(`does the same again, and ${AT_ONCE} times at once: %s`, async (_, each) => {
    const step = await makeStep(parseConfig(subject, each.config));
    const once = async () => {
      const { context } = startTestRun(each, new AbortController().signal);
      return comparable(writesOf(await step({ ...each.state }, context)));
    };
    const alone = await once();
    expect(await once()).toEqual(alone);
    expect(await Promise.all(Array.from({ length: AT_ONCE }, once))).toEqual(new Array(AT_ONCE).fill(alone));
  });

  if (subject.strategy.createGraph === undefined) return;
  test.each(cases)("does the same as nodes of a graph: %s", async (_, each) => {
    const parsed = parseConfig(subject, each.config);
    const step = await makeStep(parsed);
    const fused = startTestRun(each, new AbortController().signal);
    const written = writesOf(await step({ ...each.state }, fused.context));
    expect(merged(await runAsGraph(parsed, each))).toEqual(merged(written));
  });
}

async function runAsGraph(parsed: Parsed, each: StepCase): Promise<readonly StepWrite[]> {
  const parts = await makeParts(parsed);
  const graph = await parsed.strategy.createGraph?.(parsed.config, parts);
  if (graph === undefined) return [];
  const { context } = startTestRun(each, new AbortController().signal);
  return runGraph(graph, parts, { state: { ...each.state }, context });
}

/** What the step has done that its type does not say. */
function undeclared(
  parsed: Parsed,
  { written, run }: { readonly written: readonly StepWrite[]; readonly run: TestRun },
): readonly string[] {
  const keys = new Set(written.map(([key]) => key));
  const needs = allNeeds(parsed);
  const known = knownWrites(parsed);
  return [
    ...[...keys].filter((key) => known?.has(key) === false).map((key) => `writes(config) lacks "${key}"`),
    ...(keys.has("messages") && !needs.messages ? ["needs(config).messages is not true"] : []),
    ...(run.used.has("llm") && !needs.model ? ["needs(config).model is not set"] : []),
  ];
}

function allNeeds(parsed: Parsed): { readonly messages: boolean; readonly model: boolean } {
  const all = [parsed, ...inside(parsed)].map(({ strategy, config }) => strategy.needs?.(config) ?? {});
  return {
    messages: all.some((needs) => needs.messages === true),
    model: all.some((needs) => needs.model !== undefined),
  };
}

/** Undefined when a type does not say what it writes. */
function knownWrites(parsed: Parsed): ReadonlySet<string> | undefined {
  const all = [parsed, ...inside(parsed)].map(({ strategy, config }) => strategy.writes?.(config));
  if (all.some((writes) => writes === undefined)) return undefined;
  return new Set(all.flatMap((writes) => writes ?? []));
}

function inside({ strategy, config, registry }: Parsed): readonly Parsed[] {
  const entries: readonly StepEntry[] = (strategy.groups?.(config) ?? []).flatMap((group) => [
    ...group.steps,
  ]);
  return entries.map((entry) => parseEntry(entry, registry)).flatMap((parsed) => [parsed, ...inside(parsed)]);
}
