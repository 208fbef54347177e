import type { z } from "zod";
import { load } from "../../contenders/mastra/load.ts";
import manifest from "../../contenders/mastra/package.json" with { type: "json" };
import type { Run, Step } from "../flow/run.ts";
import type { FlowPeer } from "./flow-peer.ts";

interface Value {
  readonly value: number;
}

interface Workflow {
  then(step: object): Workflow;
  parallel(steps: readonly object[]): Workflow;
  commit(): Workflow;
  createRun(): Promise<{
    start(options: { inputData: Value }): Promise<{ readonly result?: Value }>;
  }>;
}

interface Workflows {
  createWorkflow(options: object): Workflow;
  createStep(options: object): object;
}

async function workflows() {
  const { createStep, createWorkflow } = (await load("@mastra/core/workflows")) as Workflows;
  const { z: zod } = (await load("zod")) as { z: typeof z };
  const schema = zod.object({ value: zod.number() });
  const schemas = { inputSchema: schema, outputSchema: schema };
  const toStep = (step: Step, place: number) =>
    createStep({
      id: `step-${place}`,
      ...schemas,
      execute: async ({ inputData }: { inputData: Value }) => ({ value: await step(inputData.value) }),
    });
  return { zod, schema, toStep, createStep, workflow: createWorkflow({ id: "workflow", ...schemas }) };
}

function runOf(workflow: Workflow): Run {
  const ready = workflow.commit();
  return async (value) => {
    const run = await ready.createRun();
    const { result } = await run.start({ inputData: { value } });
    return result?.value ?? Number.NaN;
  };
}

/** Mastra: a workflow of steps, or of parallel ones. */
export const mastraFlow: FlowPeer = {
  version: manifest.dependencies["@mastra/core"],

  async chain(steps) {
    const { toStep, workflow } = await workflows();
    return runOf(steps.map(toStep).reduce<Workflow>((chain, step) => chain.then(step), workflow));
  },

  async fanOut(branches, join) {
    const { zod, schema, toStep, createStep, workflow } = await workflows();
    const all = zod.object(Object.fromEntries(branches.map((_, place) => [`step-${place}`, schema])));
    const joining = createStep({
      id: "join",
      inputSchema: all,
      outputSchema: schema,
      execute: async ({ inputData }: { inputData: Readonly<Record<string, Value>> }) => ({
        value: join(Object.values(inputData).map(({ value }) => value)),
      }),
    });
    return runOf(workflow.parallel(branches.map(toStep)).then(joining));
  },
};
