import { createStepRegistry } from "@pergola/core-steps";
import { agent } from "./entries/agent.ts";
import { callOptions } from "./entries/call-options.ts";
import { commonStep } from "./entries/common-step.ts";
import { configFileLedger } from "./entries/config-file.ts";
import { configFileLoadingLedger } from "./entries/config-file-loading.ts";
import { directorOptions } from "./entries/director-options.ts";
import { duckDb } from "./entries/duckdb.ts";
import { fromConfig } from "./entries/from-config.ts";
import { localStorage } from "./entries/local-files.ts";
import { memorySteps } from "./entries/memory-steps.ts";
import { metricsLedgers } from "./entries/metrics.ts";
import { modelSteps } from "./entries/model-steps.ts";
import { nestingSteps } from "./entries/nesting-steps.ts";
import { offlineModel } from "./entries/offline.ts";
import { openAi } from "./entries/openai.ts";
import { plainSteps } from "./entries/plain-steps.ts";
import { pluginLedgers } from "./entries/plugins.ts";
import { reasoningSteps } from "./entries/reasoning-steps.ts";
import { resourceLedgers } from "./entries/resources.ts";
import { runLoggerLedgers } from "./entries/run-logger.ts";
import { scriptedModel } from "./entries/scripted-model.ts";
import { spansLedger } from "./entries/spans.ts";
import { toolLedgers } from "./entries/tools.ts";
import { vectorLedgers } from "./entries/vectors.ts";
import { workflowLedgers } from "./entries/workflows.ts";
import type { Ledger, LedgerEntries } from "./ledger.ts";

const stepEntries: LedgerEntries = {
  ...modelSteps,
  ...reasoningSteps,
  ...plainSteps,
  ...nestingSteps,
  ...memorySteps,
};

/** One for each type of the registry, so that none can be forgotten. */
function stepLedgers(): readonly Ledger[] {
  const registry = createStepRegistry();
  const names = new Set([...registry.list(), ...Object.keys(stepEntries)]);
  return [...names].map((name) => ({
    name,
    schema: registry.get(name).configSchema,
    entries: stepEntries[name] ?? [],
  }));
}

/** Everything that can be set. */
export const LEDGERS: readonly Ledger[] = [
  agent,
  commonStep,
  ...stepLedgers(),
  callOptions,
  directorOptions,
  ...openAi,
  ...offlineModel,
  duckDb,
  localStorage,
  ...resourceLedgers,
  ...toolLedgers,
  ...vectorLedgers,
  ...pluginLedgers,
  configFileLedger,
  configFileLoadingLedger,
  fromConfig,
  scriptedModel,
  ...metricsLedgers,
  ...workflowLedgers,
  ...runLoggerLedgers,
  spansLedger,
];
