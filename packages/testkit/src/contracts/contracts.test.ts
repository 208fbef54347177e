import * as steps from "@pergola/core-steps/testing";
import { createInMemoryHistory, DictRoutingPolicy } from "@pergola/flow-runtime";
import * as flows from "@pergola/flow-runtime/testing";
import * as plugins from "@pergola/plugins/testing";
import {
  createInMemoryBudgetLedger,
  createInMemoryConversationStore,
  createInMemoryStorage,
} from "@pergola/resources";
import * as resources from "@pergola/resources/testing";
import { clock } from "@pergola/tools";
import * as tools from "@pergola/tools/testing";
import { expect, test } from "vitest";
import { z } from "zod";
import * as models from "../models/index.ts";
import * as contracts from "./index.ts";

contracts.toolContract(clock(), { examples: [{ arguments: { timeZone: "UTC" } }] });

contracts.conversationStoreContract({
  name: "the store in memory",
  create: async () => createInMemoryConversationStore(),
  fuzzRuns: 3,
});

contracts.budgetLedgerContract({
  name: "the ledger in memory",
  create: async () => createInMemoryBudgetLedger(),
  fuzzRuns: 3,
});

contracts.storageContract({
  name: "the storage in memory",
  create: async () => createInMemoryStorage(),
  fuzzRuns: 3,
});

contracts.stepStrategyContract({
  strategy: {
    name: "greet",
    configSchema: z.strictObject({ as: z.string() }),
    nodeName: (index) => `greet_${index}`,
    createStep:
      ({ as }) =>
      () => ({ [as]: "hello" }),
    writes: ({ as }) => [as],
  },
  cases: { "a key": { config: { as: "greeting" } } },
  skip: { stop: "it never waits" },
});

contracts.flowHistoryContract({ name: "the history in memory", create: () => createInMemoryHistory() });

contracts.routingPolicyContract({
  name: "a table",
  create: () => new DictRoutingPolicy({ tea: "kitchen" }, { default: null }),
  successors: ["kitchen"],
  examples: [
    { payload: 1, headers: { topic: "tea" }, route: "kitchen" },
    { payload: 2, route: null },
  ],
});

test("everything of the packages that own the suites is here, and nothing else", () => {
  const owned = [steps, flows, plugins, resources, tools].flatMap((suites) => Object.keys(suites));
  const gathered = [...Object.keys(contracts), ...Object.keys(models)];
  expect(gathered.sort()).toEqual(owned.sort());
});
