import { AgentConfig } from "@pergola/config";
import { createResourceContainer, type ResourceDefinition } from "@pergola/resources";
import { cpuTimes, inSequence } from "../lib/cpu-time.ts";
import type { Row, Sample } from "../lib/row.ts";

const MANY = 50;
const FEW = 10;

/** Checks that many resources, each of which needs the two before it, and as many steps. */
function checker(count: number): () => void {
  const container = createResourceContainer(Array.from({ length: count }, (_, index) => definition(index)));
  const steps = Array.from({ length: count }, (_, index) => ({
    step: "llm",
    name: `step-${index}`,
    config: { promptTemplate: "{input}", temperature: 0 },
  }));
  const config = new AgentConfig({ name: "checked", steps });
  return () => {
    const { structure, dependencies } = container.validate();
    const found = [...structure.errors, ...dependencies.errors, ...config.validate()];
    if (found.length > 0) throw new Error(`Nothing is wrong here: ${JSON.stringify(found[0])}`);
  };
}

const nameOf = (index: number) => `resource-${index}`;

function definition(index: number): ResourceDefinition {
  return {
    key: nameOf(index),
    category: "queue",
    version: "1.2.3",
    dependencies: [index - 1, index - 2]
      .filter((before) => before >= 0)
      .map((before) => ({ key: nameOf(before), version: "1.0" })),
    validateConfig: () => ({ errors: [] }),
    validateDependencies: (resources) => ({
      errors: resources.has(nameOf(0)) ? [] : [{ path: [], message: "The first one is missing." }],
    }),
    create: () => ({}),
  };
}

async function measure(): Promise<Sample> {
  const [few, many] = [checker(FEW), checker(MANY)];
  const [baseline, cost] = await cpuTimes([inSequence(few), inSequence(many)]);
  return { baseline: (baseline * MANY) / FEW, cost };
}

/** What can be told of an agent offline, before anything is started: both phases together. */
export const validateRow: Row = {
  row: "validate",
  unit: "µs",
  baseline: "ten resources and ten steps, five times",
  target: 1.2,
  limit: 100_000,
  ours: measure,
  peers: {},
};
