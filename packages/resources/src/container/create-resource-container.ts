import {
  abortable,
  abortReason,
  type Clock,
  type Logger,
  redactLogger,
  silentLogger,
  systemClock,
  throwIfAborted,
} from "@pergola/core";
import { closeInReverse } from "./close-in-reverse.ts";
import {
  closeFailed,
  containerClosed,
  resourceNotFound,
  resourceNotStarted,
  resourcesInvalid,
  startFailed,
} from "./container-errors.ts";
import { describeResources } from "./describe-resources.ts";
import { keptSlots } from "./kept-slots.ts";
import type { ManagedResource } from "./managed-resource.ts";
import { type ReadDefinitions, readDefinitions } from "./read-definitions.ts";
import { chainTo, dependentsOf } from "./resource-chain.ts";
import type {
  ResourceContainer,
  ResourceContainerOptions,
  SuccessorOptions,
  WaitOptions,
} from "./resource-container.ts";
import type {
  ResourceAt,
  ResourceContext,
  ResourceDefinition,
  ResourceDependencies,
} from "./resource-definition.ts";
import { askAllHealth } from "./resource-health.ts";
import { type ResourceLimits, readLimits } from "./resource-limits.ts";
import type { ResourceGraph, ResourceNode } from "./resource-node.ts";
import { ResourceSlot } from "./resource-slot.ts";
import type { ResourceChanged, ResourceListener, ResourceState } from "./resource-state.ts";
import { SharedWork } from "./shared-work.ts";
import { type StoppedStart, startInOrder } from "./start-in-order.ts";
import { startOrder } from "./start-order.ts";
import { validateConnectivity } from "./validate-connectivity.ts";
import { validateDependencies } from "./validate-dependencies.ts";
import { validateStructure } from "./validate-structure.ts";

/** A container of these resources. It reads the definitions and throws nothing: `validate()` and `start()` say what is wrong with them. */
export function createResourceContainer(
  definitions: Iterable<ResourceDefinition>,
  options: ResourceContainerOptions = {},
): ResourceContainer {
  return new OrderedContainer(definitions, options);
}

class OrderedContainer implements ResourceContainer {
  readonly #options: ResourceContainerOptions;
  readonly #name: string;
  readonly #read: ReadDefinitions;
  readonly #limits: ResourceLimits;
  readonly #requiredKeys: readonly string[];
  readonly #env: ResourceContext["env"];
  readonly #clock: Clock;
  readonly #logger: Logger;
  /** By key, in order of definition. */
  readonly #slots: ReadonlyMap<string, ResourceSlot>;
  /** In order of start. */
  readonly #order: readonly ResourceSlot[];
  /** Those that another container has started. */
  readonly #kept: ReadonlySet<ResourceSlot>;
  readonly #tell = (event: ResourceChanged) => this.#tellListeners(event);
  readonly #listeners = new Set<{ readonly listener: ResourceListener }>();
  #starting: SharedWork | undefined;
  #isStarted = false;
  #closing: Promise<void> | undefined;

  constructor(
    definitions: Iterable<ResourceDefinition>,
    options: ResourceContainerOptions,
    keep: (graph: ResourceGraph) => ReadonlyMap<string, ResourceSlot> = () => new Map(),
  ) {
    const { limits, problems } = readLimits(options);
    const read = readDefinitions(definitions, limits);
    this.#options = options;
    this.#name = options.name ?? "resources";
    this.#read = { graph: read.graph, problems: [...problems, ...read.problems] };
    this.#limits = limits;
    this.#requiredKeys = options.requiredKeys ?? [];
    this.#env = options.env ?? process.env;
    this.#clock = options.clock ?? systemClock;
    this.#logger = redactLogger(options.logger ?? silentLogger);
    const seams = { clock: this.#clock, logger: this.#logger, env: this.#env, tell: this.#tell };
    const kept = keep(read.graph);
    this.#kept = new Set(kept.values());
    for (const slot of this.#kept) slot.hold(this.#tell);
    const slotOf = (node: ResourceNode) => kept.get(node.key) ?? new ResourceSlot(node, seams);
    this.#slots = new Map([...read.graph.values()].map((node) => [node.key, slotOf(node)]));
    this.#order = startOrder(read.graph).flatMap(({ key }) => this.#slots.get(key) ?? []);
  }
  get keys(): readonly string[] {
    return this.#order.map(({ node }) => node.key);
  }

  validate({ signal }: WaitOptions = {}) {
    const connectivity = validateConnectivity([...this.#slots.values()], {
      ...this.#healthOptions(signal),
      env: this.#env,
    });
    // Whoever looks only at the other two must not be troubled by the third.
    connectivity.catch(() => undefined);
    return { ...this.#offlineResults(), connectivity };
  }

  async start({ signal }: WaitOptions = {}): Promise<void> {
    throwIfAborted(signal);
    while (this.#starting?.isStopping) await abortable(this.#starting.settled, signal);
    this.#assertOpen();
    if (this.#isStarted) return;
    this.#starting ??= this.#beginStart();
    await this.#starting.join(signal);
  }

  has(key: string): boolean {
    return this.#slots.has(key);
  }

  get<Key extends string>(key: Key): ResourceAt<Key> | undefined {
    const slot = this.#slots.get(key);
    if (slot === undefined || !this.#isStarted || this.#closing !== undefined) return undefined;
    slot.touch();
    return asAt<Key>(slot.resource);
  }

  require<Key extends string>(key: Key): ResourceAt<Key> {
    const slot = this.#slotOf(key);
    this.#assertOpen();
    const resource = this.get(key);
    if (resource === undefined) throw resourceNotStarted(key, slot.status);
    return resource;
  }

  async use<Key extends string, Result>(
    key: Key,
    work: (
      resource: ResourceAt<Key>,
      context: { readonly signal: AbortSignal },
    ) => Result | PromiseLike<Result>,
    { signal }: WaitOptions = {},
  ): Promise<Result> {
    throwIfAborted(signal);
    const resource = this.require(key);
    return this.#slotOf(key).use((own) => work(resource, { signal: own }), signal);
  }

  state(key: string): ResourceState {
    return this.#slotOf(key).state;
  }

  states(): readonly ResourceState[] {
    return [...this.#slots.values()].map(({ state }) => state);
  }

  async health({ signal }: WaitOptions = {}) {
    return askAllHealth([...this.#slots.values()], this.#healthOptions(signal));
  }

  on(listener: ResourceListener): () => void {
    const entry = { listener };
    this.#listeners.add(entry);
    return () => void this.#listeners.delete(entry);
  }

  describe() {
    return describeResources(this.#name, this.#read.graph, (key) => this.#slotOf(key).status);
  }

  successor(definitions: Iterable<ResourceDefinition>, { keeps, env = this.#env }: SuccessorOptions) {
    this.#assertOpen();
    const keep = (graph: ResourceGraph) => keptSlots(graph, { slots: this.#slots, keeps });
    return new OrderedContainer(definitions, { ...this.#options, env }, keep);
  }

  close(): Promise<void> {
    this.#closing ??= Promise.resolve().then(() => this.#close());
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    this.#starting?.stop(containerClosed());
    await this.#starting?.settled;
    const failures = await closeInReverse(this.#order, this.#tell);
    if (failures.length > 0) throw closeFailed(failures);
  }

  #beginStart(): SharedWork {
    const starting = new SharedWork((signal) => this.#start(signal));
    starting.settled.then(() => {
      this.#starting = undefined;
    });
    return starting;
  }

  async #start(signal: AbortSignal): Promise<void> {
    const { structure, dependencies } = this.#offlineResults();
    const problems = [...structure.errors, ...dependencies.errors];
    if (problems.length > 0) throw resourcesInvalid(problems);
    const order = this.#order.filter((slot) => !this.#kept.has(slot));
    const stopped = await startInOrder(order, (slot) => this.#dependenciesOf(slot), signal);
    if (stopped !== undefined) this.#failStart(stopped, signal);
    this.#isStarted = true;
  }

  #failStart({ failure, closeFailures }: StoppedStart, signal: AbortSignal): never {
    if (failure !== undefined && !signal.aborted) {
      throw startFailed(failure, chainTo(failure.key, dependentsOf(this.#read.graph)), closeFailures);
    }
    // The reason of a signal cannot carry what else went wrong.
    if (failure !== undefined && failure.error !== signal.reason) {
      const { key, phase, error } = failure;
      this.#logger.warn("A resource had failed when its start was stopped.", { resource: key, phase, error });
    }
    for (const { key, error } of closeFailures) {
      this.#logger.warn("A resource did not close well after its start was stopped.", {
        resource: key,
        error,
      });
    }
    throw abortReason(signal);
  }

  #dependenciesOf({ node }: ResourceSlot): ResourceDependencies {
    const entries = node.dependencies.map(
      ({ key }) => [key, this.#slots.get(key)?.resource ?? null] as const,
    );
    return Object.freeze(Object.fromEntries(entries));
  }

  #offlineResults() {
    const { graph } = this.#read;
    return {
      structure: validateStructure(this.#read, { env: this.#env }),
      dependencies: validateDependencies(graph, this.#requiredKeys),
    };
  }

  #healthOptions(signal: AbortSignal | undefined) {
    return { limitMs: this.#limits.healthTimeoutMs, clock: this.#clock, signal };
  }

  #slotOf(key: string): ResourceSlot {
    const slot = this.#slots.get(key);
    if (slot === undefined) throw resourceNotFound(key, [...this.#slots.keys()]);
    return slot;
  }

  #assertOpen(): void {
    if (this.#closing !== undefined) throw containerClosed();
  }

  #tellListeners(event: ResourceChanged): void {
    for (const { listener } of [...this.#listeners])
      (async () => listener(event))().catch((error: unknown) =>
        this.#logger.warn("A listener of resources failed.", { error }),
      );
  }
}

/** What stands under a key is what its definition gave: only its author can know more. */
function asAt<Key extends string>(resource: ManagedResource | undefined): ResourceAt<Key> | undefined {
  return resource as ResourceAt<Key> | undefined;
}
