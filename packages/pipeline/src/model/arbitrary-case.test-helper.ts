import fc from "fast-check";
import { STAGES, type Stage } from "../stage.ts";
import type { ConditionCase, EntryCase, Op, StepCase, WorkflowCase } from "./workflow-case.test-helper.ts";

/** What steps store themselves. The other keys are what queued tools give. */
const own = fc.constantFrom("a", "b");
const key = fc.constantFrom("a", "b", "double", "twice");
const text = fc.constantFrom("yes", "no", "re x", "re y", "re xre y");
const value = fc.integer({ min: 1, max: 9 });
const tool = fc.oneof(
  { weight: 120, arbitrary: fc.constantFrom("double", "twice") },
  { weight: 10, arbitrary: fc.constantFrom("broken", "strict", "missing") },
);

const opOf = (stage: Stage): fc.Arbitrary<Op> =>
  fc.oneof(
    { weight: 60, arbitrary: fc.record({ op: fc.constant("store" as const), key: own, value }) },
    { weight: 60, arbitrary: fc.record({ op: fc.constant("load" as const), key }) },
    { weight: 20, arbitrary: fc.record({ op: fc.constant("say" as const), text }) },
    {
      weight: stage === "deliver" ? 60 : 10,
      arbitrary: fc.record({ op: fc.constant("llm" as const), text: fc.constantFrom("x", "y") }),
    },
    { weight: 20, arbitrary: fc.record({ op: fc.constant("use" as const), tool, value }) },
    {
      weight: 60,
      arbitrary: fc.record({
        op: fc.constant("queue" as const),
        tool,
        value,
        as: fc.option(own, { nil: undefined, freq: 3 }),
      }),
    },
    {
      weight: stage === "deliver" || stage === "error" ? 40 : 4,
      arbitrary: fc.record({ op: fc.constant("respond" as const), text }),
    },
    {
      weight: 10,
      arbitrary: fc.record({
        op: fc.constant("skip" as const),
        to: fc.oneof(
          { weight: 90, arbitrary: fc.constantFrom<Stage[]>(...laterThan(stage)) },
          { weight: 10, arbitrary: fc.constantFrom<Stage[]>(...STAGES) },
        ),
      }),
    },
    { weight: 3, arbitrary: fc.record({ op: fc.constant("throw" as const) }) },
  );

function laterThan(stage: Stage): readonly [Stage, ...Stage[]] {
  const later = STAGES.slice(STAGES.indexOf(stage) + 1, -1);
  return later.length === 0 ? ["deliver"] : (later as [Stage, ...Stage[]]);
}

const condition: fc.Arbitrary<ConditionCase> = fc.oneof(
  {
    weight: 50,
    arbitrary: fc.record({ holds: fc.constant("from" as const), iteration: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 40, arbitrary: fc.record({ holds: fc.constant("if-stored" as const), key }) },
  { weight: 20, arbitrary: fc.record({ holds: fc.constant("never" as const) }) },
  { weight: 6, arbitrary: fc.record({ holds: fc.constant("throws" as const) }) },
);

const stepOf = (stage: Stage): fc.Arbitrary<StepCase> =>
  fc.record({
    name: fc.constant(""),
    when: fc.option(condition, { nil: undefined, freq: 2 }),
    ops: fc.array(opOf(stage), { maxLength: 4 }),
    returns: fc.oneof(
      { weight: stage === "deliver" ? 80 : 30, arbitrary: fc.constant(undefined) },
      { weight: 10, arbitrary: text },
      { weight: 10, arbitrary: value },
    ),
  });

const entryOf = (stage: Stage): fc.Arbitrary<EntryCase> => {
  const steps = fc.array(stepOf(stage), { maxLength: 2 });
  return fc.oneof(
    { weight: 60, arbitrary: stepOf(stage) },
    { weight: 10, arbitrary: fc.record({ condition, steps, otherwise: steps }) },
  );
};

const stagesOf = fc.record(
  Object.fromEntries(
    STAGES.map((stage) => [stage, fc.array(entryOf(stage), { maxLength: stage === "error" ? 2 : 3 })]),
  ),
) as fc.Arbitrary<Record<Stage, EntryCase[]>>;

/** A random workflow; its steps are called s1, s2, … */
export const workflowCase: fc.Arbitrary<WorkflowCase> = fc
  .record({ stages: stagesOf, maxIterations: fc.integer({ min: 1, max: 3 }) })
  .map(({ stages, maxIterations }) => {
    let number = 0;
    const named = (step: StepCase): StepCase => ({ ...step, name: `s${++number}` });
    const name = (entry: EntryCase): EntryCase =>
      "ops" in entry
        ? named(entry)
        : { ...entry, steps: entry.steps.map(named), otherwise: entry.otherwise.map(named) };
    const all = STAGES.map((stage) => [stage, (stages[stage] ?? []).map(name)]);
    return { stages: Object.fromEntries(all) as WorkflowCase["stages"], maxIterations };
  });
