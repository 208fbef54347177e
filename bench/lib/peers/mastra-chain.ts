import type { z } from "zod";
import { CHAIN, type ChainOutcome } from "../chain.ts";
import type { Load } from "../langchain.ts";
import { languageSayer } from "./language-model.ts";

interface Workflow {
  then(step: object): Workflow;
  commit(): Workflow;
  createRun(): Promise<{
    start(options: object): Promise<{ readonly status: string; readonly result?: ChainOutcome }>;
  }>;
}

interface Workflows {
  createWorkflow(options: object): Workflow;
  createStep(options: object): object;
}

interface Agent {
  generate(message: string): Promise<{ readonly text: string }>;
}

/** `CHAIN` as a Mastra workflow: functions, and steps that ask an agent. */
export async function mastraChain(load: Load): Promise<() => () => Promise<ChainOutcome>> {
  const { createStep, createWorkflow } = (await load("@mastra/core/workflows")) as Workflows;
  const { Agent } = (await load("@mastra/core/agent")) as { Agent: new (options: object) => Agent };
  const { z: zod } = (await load("zod")) as { z: typeof z };
  const outcome = zod.object({ custom: zod.number(), llm: zod.number() });
  const schemas = { inputSchema: outcome, outputSchema: outcome };
  const model = languageSayer("v4");

  const custom = async ({ inputData }: { inputData: ChainOutcome }) => ({
    ...inputData,
    custom: inputData.custom + 1,
  });
  const asking = (id: string) => {
    const agent = new Agent({ id, name: id, instructions: "", model });
    return async ({ inputData }: { inputData: ChainOutcome }) => {
      const { text } = await agent.generate("go");
      return { ...inputData, llm: inputData.llm + (text === "ok" ? 1 : 0) };
    };
  };
  return () => {
    let workflow = createWorkflow({ id: "chain", ...schemas });
    for (const [index, kind] of CHAIN.entries()) {
      const id = `${kind}_${index}`;
      workflow = workflow.then(
        createStep({ id, ...schemas, execute: kind === "custom" ? custom : asking(id) }),
      );
    }
    const ready = workflow.commit();
    return async () => {
      const run = await ready.createRun();
      const { result } = await run.start({ inputData: { custom: 0, llm: 0 } });
      return result ?? { custom: 0, llm: 0 };
    };
  };
}
