// Reloads an agent again and again, and says what is left of it: the heap after each round, and graphs still alive.
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import type { ProviderFactory } from "@pergola/resources";
import { z } from "zod";
import { createAgent } from "../index.ts";

/** Reloads of each round; the first one makes what is made once. */
const ROUNDS = [1_000, 1_000];

const { gc: collect } = globalThis as { gc?: () => void };

async function heapUsed(): Promise<number> {
  for (let round = 0; round < 5; round++) {
    await new Promise((done) => setImmediate(done));
    collect?.();
  }
  return process.memoryUsage().heapUsed;
}

let open = 0;
const provider: ProviderFactory<"llm"> = {
  category: "llm",
  name: "said",
  configSchema: z.looseObject({}),
  async create() {
    open += 1;
    const close = async () => {
      open -= 1;
    };
    return Object.assign(new ScriptedChatModel(["ok"]), { close });
  },
};
const agent = await createAgent({ name: "helper" })
  .withProvider(provider)
  .withLlm({ provider: "said", temperature: 0 })
  .withMemory({ type: "conversation" })
  .withStep("llm", { model: "said:first" })
  .start();
const heaps: number[] = [];
let graphs: WeakRef<object>[] = [];
let isAlive = 0;
let id = 0;
for (const reloads of ROUNDS) {
  graphs = [];
  for (let number = 1; number <= reloads; number++) {
    id += 1;
    const llm = { provider: "said", temperature: id % 2 };
    const steps = [{ step: "llm", config: { systemPrompt: `Prompt ${id}`, model: `said:${id}` } }];
    const config = agent.definition.with({ llm, steps });
    await agent.reload({ config, env: { NUMBER: String(id) } });
    graphs.push(new WeakRef(agent.graph));
    if (number === reloads) await agent.chat("hello", { sessionId: "one" });
  }
  heaps.push(await heapUsed());
  isAlive = graphs.filter((graph) => graph.deref() !== undefined).length;
}
await agent.close();
process.stdout.write(JSON.stringify({ heaps, isAlive, open }));
