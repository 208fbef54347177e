import type { HealthReport } from "@pergola/core";
import type { ResourceDependencies } from "./resource-definition.ts";

/** What the container calls of whatever `create` gave; each of it may be missing. */
export interface ManagedResource {
  /** Gives it what it needs, where it does not want to get it in its constructor. */
  inject?(dependencies: ResourceDependencies): void | Promise<void>;
  initialize?(options: { readonly signal?: AbortSignal }): Promise<void>;
  health?(options: { readonly signal?: AbortSignal }): Promise<HealthReport>;
  close?(): Promise<void>;
  [Symbol.asyncDispose]?(): PromiseLike<void>;
}

/** Calls `close`, or what `await using` would call where there is no `close`. */
export async function closeManaged(resource: ManagedResource): Promise<void> {
  if (typeof resource.close === "function") await resource.close();
  else await resource[Symbol.asyncDispose]?.();
}
