import { createAgent } from "@pergola/builders";
import { createScope } from "@pergola/core";
import { getRun, type StepRun } from "@pergola/core-steps";
import {
  createInMemoryStorage,
  type ProviderFactory,
  type Storage,
  type StorageHandle,
} from "@pergola/resources";
import { z } from "zod";
import { entry, type LedgerEntry } from "../ledger.ts";
import { using } from "../probes/using.ts";

const scope = createScope({ tenantId: "local", agentId: "agent", userId: "ada" });

const shelf = (storage: Storage): ProviderFactory<"storage"> => ({
  category: "storage",
  name: "shelf",
  configSchema: z.strictObject({}),
  create: async () => storage,
});

/** An agent whose step writes a file into one of its resources. */
const writes = (key: string) => ({
  step: async (_state: unknown, context: { readonly run?: StepRun }) => {
    await (getRun(context).resource(key) as StorageHandle).write("a.md", "x");
  },
});

/** In which of two storages a file is, when a resource is the one or the other. */
async function fileIn(which: "ready" | "provided", key: string): Promise<readonly number[]> {
  const [ready, inProvider] = [createInMemoryStorage(), createInMemoryStorage()];
  const reference = which === "ready" ? ready : shelf(inProvider);
  const parts = key === "storage" ? { storage: reference } : { resources: { [key]: reference } };
  const built = createAgent(parts).withStep("custom", writes(key)).start();
  return using(built, async (agent) => {
    await agent.run({}, { userId: "ada" });
    return [(await ready.list(scope)).length, (await inProvider.list(scope)).length];
  });
}

export const agentResources: readonly LedgerEntry[] = [
  entry("storage", ["ready", "provided"] as const, (which) => fileIn(which, "storage")),
  entry("resources", ["ready", "provided"] as const, (which) => fileIn(which, "reports")),
];
