import type { RunnableConfig } from "@langchain/core/runnables";
import { stepErrors } from "@pergola/core-steps";
import {
  asMemory,
  type BindableResource,
  bindVectors,
  type LlmHandle,
  type RunBinding,
  toldCall,
  type VectorStore,
} from "@pergola/resources";
import { resourceShape } from "@pergola/resources/definition";
import { isFacility } from "../not-configured.ts";
import type { AgentResources } from "../resources/agent-resources.ts";
import { isMemoryPart } from "../resources/memory-part-keys.ts";
import { unknownResource } from "../resources/unknown-resource.ts";
import { callParameters } from "./call-parameters.ts";
import { placeOf } from "./event-place.ts";
import type { RunContext } from "./run-context.ts";
import { runLogger } from "./run-logger.ts";
import { runSettled } from "./run-settled.ts";
import { storageOfRun } from "./storage-of-run.ts";

/** Who in a run asks for a resource. */
export interface ResourceUser {
  readonly step: string;
  readonly runnableConfig?: RunnableConfig;
  /** Whether what a model says to it is no part of the run's answer. */
  readonly isAside?: boolean;
}

/** What a resource is bound to, for one user of it in a run. */
function bindingOf(run: RunContext, { step, runnableConfig, isAside }: ResourceUser): RunBinding {
  return {
    runId: run.id,
    scope: run.scope,
    signal: run.signal,
    emit: run.emit ?? run.journal.emit,
    get logger() {
      return runLogger(run, step);
    },
    retryBudget: run.retryBudget,
    budget: run.budget,
    assertRunning: () => {
      if (run.journal.isSealed) throw runSettled();
    },
    ...placeOf(run, step),
    get parameters() {
      return callParameters(run);
    },
    ...(runnableConfig !== undefined && { runnableConfig }),
    ...((isAside === true || run.streamText === false) && { streamText: false }),
  };
}

/** The agent's model for a run. */
export function llmOfRun(run: RunContext, user: ResourceUser): LlmHandle {
  return run.services.llm.bind(bindingOf(run, user));
}

/**
 * What stands under any key but `llm` and `tools`: of a storage, a vector store and the memory what is the run's user's, a
 * handle of what can be bound, else the resource itself.
 *
 * @throws RESOURCE_NOT_FOUND, STORAGE_NOT_CONFIGURED, MEMORY_NOT_CONFIGURED, AGENT_NOT_STARTED
 */
export function resourceOfRun(run: RunContext, key: string, user: ResourceUser): unknown {
  const { resources } = run.services;
  if (isMemoryPart(key)) throw notLent(key);
  if (!resources.has(key) && !isFacility(key)) throw unknownResource(key, keysFor(resources));
  const resource: object = resources.require(key);
  if (isBindable(resource)) return resource.bind(bindingOf(run, user));
  // What is ready stands here as its owner made it: without vectors, it says so when they are asked for.
  if (key === "memory") return asMemory(resources.require(key)).bind(bindingOf(run, user));
  // By what it can do and by what it says it is: these take whatever scope they are called with.
  const kinds: readonly unknown[] = [resourceShape(resource), resources.categoryOf(key)];
  if (kinds.includes("memory")) throw notLent(key);
  if (kinds.includes("storage")) return storageOfRun(key, resources, bindingOf(run, user));
  return kinds.includes("vector-store") ? vectorsOfRun(key, resource, bindingOf(run, user)) : resource;
}

const vectorsOfRun = (key: string, store: object, binding: RunBinding) =>
  bindVectors({ store: store as VectorStore }, binding, (operation, call) =>
    toldCall({ resource: key, operation }, binding, call),
  );

const keysFor = ({ keys }: AgentResources) => [
  "llm",
  "tools",
  ...keys.filter((key) => key !== "llm" && !isMemoryPart(key)),
];

function notLent(key: string) {
  return stepErrors.create("RESOURCE_NOT_FOUND", {
    message: `The resource "${key}" of an agent is not lent to its runs.`,
    hint: 'A step has the conversation in state.messages, and its user\'s values and vectors in run.resource("memory"); the program has all of them in agent.memory.',
    details: { key },
  });
}

function isBindable(resource: object): resource is BindableResource<unknown> {
  const { name, category, bind } = resource as Partial<Record<keyof BindableResource<unknown>, unknown>>;
  return typeof name === "string" && typeof category === "string" && typeof bind === "function";
}
