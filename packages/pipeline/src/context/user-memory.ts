import { isPergolaError } from "@pergola/core";
import type { StepRun } from "@pergola/core-steps";
import { pipelineErrors } from "../errors.ts";

/** The memory of the run's user. */
export interface UserMemory {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<unknown>;
  delete(key: string): Promise<unknown>;
}

/** @throws USER_MEMORY_NOT_CONFIGURED */
export function userMemory(run: StepRun): UserMemory {
  const memory = lentMemory(run);
  if (isUserMemory(memory)) return memory;
  throw pipelineErrors.create("USER_MEMORY_NOT_CONFIGURED", {
    message: "The agent has no memory of its users that a step could use.",
    hint: 'Call withMemory({ type: "conversation" }), or keep the value in the run: context.store(key, value).',
  });
}

function lentMemory(run: StepRun): unknown {
  try {
    return run.resource("memory");
  } catch (thrown) {
    if (isPergolaError(thrown, "RESOURCE_NOT_FOUND") || isPergolaError(thrown, "MEMORY_NOT_CONFIGURED"))
      return undefined;
    throw thrown;
  }
}

function isUserMemory(memory: unknown): memory is UserMemory {
  if (typeof memory !== "object" || memory === null) return false;
  const { get, set, delete: remove } = memory as Partial<UserMemory>;
  return [get, set, remove].every((each) => typeof each === "function");
}
