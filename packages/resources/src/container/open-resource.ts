import { abortReason, throwIfAborted } from "@pergola/core";
import { type ResourcePhase, resourceMalformed, resourceUnhealthy } from "./container-errors.ts";
import type { ManagedResource } from "./managed-resource.ts";
import { readHealth } from "./read-health.ts";
import type { ResourceContext, ResourceDependencies } from "./resource-definition.ts";
import type { ResourceNode } from "./resource-node.ts";

/** How far the start of a resource has come. */
export interface Opening {
  phase: ResourcePhase;
  resource: ManagedResource | undefined;
}

export interface OpenOptions {
  readonly dependencies: ResourceDependencies;
  readonly context: ResourceContext;
  /** Takes what was made after the start had been given up. */
  onLate(resource: ManagedResource): void;
}

/** Makes a resource and brings it to where it can be used. Once its signal has fired it takes no further step. */
export async function openResource(
  { key, definition }: ResourceNode,
  opening: Opening,
  { dependencies, context, onLate }: OpenOptions,
): Promise<void> {
  const { signal } = context;
  const resource = asResource(key, await definition.create(dependencies, context));
  if (signal.aborted) {
    onLate(resource);
    throw abortReason(signal);
  }
  opening.resource = resource;
  const enter = (phase: ResourcePhase) => {
    throwIfAborted(signal);
    opening.phase = phase;
  };
  if (definition.isReady !== true) {
    enter("inject");
    await resource.inject?.(dependencies);
    enter("initialize");
    await resource.initialize?.({ signal });
  }
  enter("health");
  await checkHealth(key, resource, context);
}

function asResource(key: string, made: unknown): ManagedResource {
  if (typeof made === "object" && made !== null) return made;
  throw resourceMalformed(key, made);
}

async function checkHealth(key: string, resource: ManagedResource, { signal, logger }: ResourceContext) {
  const { status, message } = readHealth(await resource.health?.({ signal }));
  if (status === "down") throw resourceUnhealthy(key, message);
  if (status === "degraded") logger.warn("The resource is degraded.", { reason: message });
}
