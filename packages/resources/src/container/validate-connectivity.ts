import { throwIfAborted } from "@pergola/core";
import { failedCheck, toResult } from "./ask-author.ts";
import type { ResourceContext } from "./resource-definition.ts";
import { askHealth, type HealthOptions } from "./resource-health.ts";
import type { ResourceSlot } from "./resource-slot.ts";
import { mergeResults, type ResourceProblem, type ValidationResult } from "./validation-result.ts";
import { withinLimit } from "./within-limit.ts";

export interface ConnectivityOptions extends HealthOptions {
  readonly env: ResourceContext["env"];
}

/**
 * The third phase: what each definition says about what it will talk to, and how those are that run. All at once, each
 * within the limit.
 *
 * @throws the signal's reason
 */
export async function validateConnectivity(
  slots: readonly ResourceSlot[],
  options: ConnectivityOptions,
): Promise<ValidationResult> {
  throwIfAborted(options.signal);
  const results = slots.flatMap((slot) => [runtimeResult(slot, options), healthResult(slot, options)]);
  return mergeResults(await Promise.all(results));
}

async function runtimeResult(
  { node: { key, definition } }: ResourceSlot,
  { limitMs, clock, signal, env }: ConnectivityOptions,
): Promise<Partial<ValidationResult>> {
  if (definition.validateRuntime === undefined) return {};
  const onLimit = () => new Error(`It did not answer within ${limitMs} ms.`);
  try {
    const answer = await withinLimit({ limitMs, clock, signal, onLimit }, (own) =>
      definition.validateRuntime?.({ signal: own, env }),
    );
    return toResult(key, "validateRuntime", answer);
  } catch (thrown) {
    throwIfAborted(signal);
    return failedCheck(key, "validateRuntime", thrown);
  }
}

async function healthResult(
  slot: ResourceSlot,
  options: ConnectivityOptions,
): Promise<Partial<ValidationResult>> {
  if (slot.resource === undefined) return {};
  const { status, message = "it gave no reason", key } = await askHealth(slot, options);
  const problem: ResourceProblem = {
    path: [key, "health"],
    message: `"${key}" says that it is ${status}: ${message}`,
    hint: "Check that what it talks to runs and can be reached.",
  };
  if (status === "ok") return {};
  return status === "down" ? { errors: [problem] } : { warnings: [problem] };
}
