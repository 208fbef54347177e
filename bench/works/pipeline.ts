import { AgentBuilder, createAgent } from "@pergola/builders";
import { defineWorkflow, type StagedContext } from "@pergola/pipeline";
import { createResourceContainer } from "@pergola/resources";
import { cpuTimes, inSequence } from "../lib/cpu-time.ts";
import type { Row, Sample } from "../lib/row.ts";

const STAGES = ["parse", "think", "do", "review"] as const;
const PER_STAGE = 5;
const STEPS = STAGES.length * PER_STAGE;

/** Twenty steps in four stages; each stores a number that the next one reads. They run `iterations` times. */
async function staged(iterations: number): Promise<() => Promise<void>> {
  const step = (number: number) => ({
    name: `step-${number}`,
    run: (context: StagedContext) => context.store("count", (context.load<number>("count") ?? 0) + 1),
  });
  const stages = Object.fromEntries(
    STAGES.map((stage, at) => [
      stage,
      Array.from({ length: PER_STAGE }, (_, index) => step(at * PER_STAGE + index)),
    ]),
  );
  const answer = (context: StagedContext) => {
    if (context.iteration === iterations) context.setResponse(String(context.load("count")));
  };
  const workflow = defineWorkflow({ stages: { ...stages, deliver: [answer] }, maxIterations: iterations });
  const agent = await createAgent().withWorkflow(workflow).build();
  return async () => check((await agent.chat("go")).text, iterations * STEPS);
}

/** The same as `custom` steps of an agent, one after the other. */
async function plain(): Promise<() => Promise<void>> {
  let builder = new AgentBuilder();
  const count = ({ name }: { readonly name?: string | undefined }) => ({ name: `${Number(name ?? 0) + 1}` });
  for (let step = 0; step < STEPS; step++) builder = builder.withStep("custom", { step: count });
  const agent = await builder.build();
  return async () => check((await agent.run({})).name, STEPS);
}

/** The same functions, awaited in a bare loop. */
async function bare(): Promise<void> {
  const state = new Map<string, number>();
  const step = async () => state.set("count", (state.get("count") ?? 0) + 1);
  for (let index = 0; index < STEPS; index++) await step();
  check(state.get("count"), STEPS);
}

function check(found: unknown, expected: number): void {
  if (Number(found) !== expected) throw new Error(`Counted ${String(found)} instead of ${expected}.`);
}

async function compared(
  baseline: () => Promise<void>,
  cost: () => Promise<void>,
  units: { readonly baseline: number; readonly cost: number } = { baseline: STEPS, cost: STEPS },
): Promise<Sample> {
  const [before, after] = await cpuTimes([inSequence(baseline), inSequence(cost)]);
  return { baseline: before / units.baseline, cost: after / units.cost };
}

const RESOURCES = 50;

/** Starts and closes a container of resources that need each other in a chain. */
async function container(): Promise<void> {
  const definitions = Array.from({ length: RESOURCES }, (_, index) => ({
    key: `resource-${index}`,
    category: "queue",
    dependencies: index === 0 ? [] : [{ key: `resource-${index - 1}` }],
    create: () => ({ initialize: async () => undefined, close: async () => undefined }),
  }));
  const started = createResourceContainer(definitions as never);
  await started.start();
  await started.close();
}

async function bareResources(): Promise<void> {
  const made = Array.from({ length: RESOURCES }, () => ({
    initialize: async () => undefined,
    close: async () => undefined,
  }));
  for (const each of made) await each.initialize();
  for (const each of made.reverse()) await each.close();
}

/** What a stage costs beside its steps, and a container beside its resources. */
export const pipelineRows: readonly Row[] = [
  {
    row: "stage-step",
    unit: "µs/step",
    baseline: "the same steps as `custom` steps of an agent",
    target: 2,
    ours: async () => compared(await plain(), await staged(1)),
    peers: {},
  },
  {
    row: "stage-bare",
    unit: "µs/step",
    baseline: "the same functions in a bare loop",
    ours: async () => compared(bare, await staged(1)),
    peers: {},
  },
  {
    row: "stage-loop",
    unit: "µs/step",
    baseline: "a step of one iteration; here there are five",
    target: 1.2,
    ours: async () => compared(await staged(1), await staged(5), { baseline: STEPS, cost: STEPS * 5 }),
    peers: {},
  },
  {
    row: "container",
    unit: "µs/resource",
    baseline: "the same resources opened and closed in a bare loop",
    ours: () => compared(bareResources, container, { baseline: RESOURCES, cost: RESOURCES }),
    peers: {},
  },
];
