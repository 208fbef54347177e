import type { z } from "zod";
import { CHAIN, type ChainOutcome } from "../chain.ts";
import type { Load } from "../langchain.ts";
import { languageSayer } from "./language-model.ts";

interface Chain {
  andThen(step: object): Chain;
  toWorkflow(): { run(input: ChainOutcome): Promise<{ readonly result: ChainOutcome | null }> };
}

interface VoltAgent {
  createWorkflowChain(options: object): Chain;
  Agent: new (options: object) => { generateText(message: string): Promise<{ readonly text: string }> };
}

/** `CHAIN` as a VoltAgent workflow: functions, and steps that ask an agent. */
export async function voltagentChain(load: Load): Promise<() => () => Promise<ChainOutcome>> {
  const { Agent, createWorkflowChain } = (await load("@voltagent/core")) as VoltAgent;
  const { z: zod } = (await load("zod")) as { z: typeof z };
  const outcome = zod.object({ custom: zod.number(), llm: zod.number() });
  const model = languageSayer("v3");

  const custom = async ({ data }: { data: ChainOutcome }) => ({ ...data, custom: data.custom + 1 });
  const asking = (name: string) => {
    const agent = new Agent({ name, instructions: "", model, memory: false });
    return async ({ data }: { data: ChainOutcome }) => {
      const { text } = await agent.generateText("go");
      return { ...data, llm: data.llm + (text === "ok" ? 1 : 0) };
    };
  };
  return () => {
    let chain = createWorkflowChain({ id: "chain", name: "chain", input: outcome, result: outcome });
    for (const [index, kind] of CHAIN.entries()) {
      const id = `${kind}_${index}`;
      chain = chain.andThen({ id, execute: kind === "custom" ? custom : asking(id) });
    }
    const workflow = chain.toWorkflow();
    return async () => {
      const { result } = await workflow.run({ custom: 0, llm: 0 });
      return result ?? { custom: 0, llm: 0 };
    };
  };
}
