import type { Clock, Closable, GraphDescription, Logger } from "@pergola/core";
import type { ResourceAt, ResourceContext, ResourceDefinition } from "./resource-definition.ts";
import type { ContainerHealth } from "./resource-health.ts";
import type { ResourceLimits } from "./resource-limits.ts";
import type { ResourceListener, ResourceState } from "./resource-state.ts";
import type { ValidationResult } from "./validation-result.ts";

export interface ResourceContainerOptions extends Partial<ResourceLimits> {
  /** In descriptions. Default `resources`. */
  readonly name?: string;
  /** Keys that must be defined. Default: none. */
  readonly requiredKeys?: readonly string[];
  /** Default: silent. */
  readonly logger?: Logger;
  /** Default `process.env`. */
  readonly env?: ResourceContext["env"];
  readonly clock?: Clock;
}

/** What is wrong, in three phases. The first two are there at once; the third goes over the network. */
export interface ContainerValidation {
  /** Each definition for itself, and keys that are there twice. */
  readonly structure: ValidationResult;
  /** Between them: missing, cycles, categories, versions. */
  readonly dependencies: ValidationResult;
  /** In the background: what they talk to. Rejects with the reason of the signal when it fires. */
  readonly connectivity: Promise<ValidationResult>;
}

export interface WaitOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface SuccessorOptions {
  /** Whether nothing has changed of what the resource of a key is made of. */
  keeps(key: string): boolean;
  /** What those that are made anew see of the environment. Default: the same. */
  readonly env?: ResourceContext["env"];
}

/** The shared services of an agent, by key. */
export interface ResourceContainer extends Closable {
  /** In order of start. */
  readonly keys: readonly string[];
  /** Everything that is wrong, at once, before and after the start. Throws nothing. */
  validate(options?: WaitOptions): ContainerValidation;
  /**
   * Starts all of them, one after the other, each after what it needs. The first failure closes those that had been
   * started, in reverse. Calls at the same time share one start, which ends when the last signal of theirs has fired;
   * after a failure it may be called again.
   *
   * @throws RESOURCES_INVALID, RESOURCE_START_FAILED, RESOURCE_CLOSED; the signal's reason
   */
  start(options?: WaitOptions): Promise<void>;
  /** Whether a resource of that key is defined. */
  has(key: string): boolean;
  /** The started resource; undefined where none is defined, or it is not started. */
  get<Key extends string>(key: Key): ResourceAt<Key> | undefined;
  /** The started resource. @throws RESOURCE_UNKNOWN, RESOURCE_NOT_STARTED, RESOURCE_CLOSED */
  require<Key extends string>(key: Key): ResourceAt<Key>;
  /**
   * Lends it to some work that `close()` waits for. The work's signal fires with the caller's, and when `close()` has
   * waited long enough.
   *
   * @throws as `require`; what the work throws; the signal's reason
   */
  use<Key extends string, Result>(
    key: Key,
    work: (
      resource: ResourceAt<Key>,
      context: { readonly signal: AbortSignal },
    ) => Result | PromiseLike<Result>,
    options?: WaitOptions,
  ): Promise<Result>;
  /** @throws RESOURCE_UNKNOWN */
  state(key: string): ResourceState;
  /** Of all, in order of definition. */
  states(): readonly ResourceState[];
  /** Asks all of them at once, each within `healthTimeoutMs`. @throws the signal's reason */
  health(options?: WaitOptions): Promise<ContainerHealth>;
  /**
   * A container of other definitions, with the same options, for when something has changed while this one is in use. What
   * is ready, is kept, and needs only what goes on too, goes on in both: it is not made again, and the last of the two to
   * close closes it. `start()` makes all others, each after what it needs; nothing of this one is touched.
   *
   * @throws RESOURCE_CLOSED
   */
  successor(definitions: Iterable<ResourceDefinition>, options: SuccessorOptions): ResourceContainer;
  /** Hears of every change of state until the returned function is called. What it throws is ignored. */
  on(listener: ResourceListener): () => void;
  /** A graph of kind `resources`, for `@pergola/viz`. */
  describe(): GraphDescription;
  /**
   * Takes no new work, stops a start, and closes everything in reverse: a resource after all that need it. Each one's
   * work in flight is waited for, then its `close`, each for `closeTimeoutMs`. What fails does not stop the others.
   *
   * @throws RESOURCE_CLOSE_FAILED with every failure
   */
  close(): Promise<void>;
}
