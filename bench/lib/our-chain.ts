import { createAgent } from "@pergola/builders";
import { CHAIN, type ChainOutcome } from "./chain.ts";
import { instantSayer } from "./instant-model.ts";
import { loadLangChain, loadOurs } from "./langchain.ts";

/** Composes and builds `CHAIN` with our builder. */
export async function ourChainMaker(): Promise<() => Promise<() => Promise<ChainOutcome>>> {
  const langchain = await loadLangChain(loadOurs);
  const model = instantSayer(langchain);
  const count = ({ name }: { readonly name?: string }) => ({ name: `${Number(name ?? 0) + 1}` });
  return async () => {
    let builder = createAgent({ name: "chain" }).withLlm(model);
    for (const kind of CHAIN)
      builder = kind === "custom" ? builder.withStep("custom", { step: count }) : builder.withStep("llm", {});
    const agent = await builder.build();
    return async () => {
      const state = await agent.run({ messages: [new langchain.HumanMessage("go")] });
      return { custom: Number(state.name), llm: state.messages.length - 1 };
    };
  };
}
