import { type Closable, type GraphDescription, isPergolaError } from "@pergola/core";
import {
  type BreakerSnapshot,
  createResourceContainer,
  type LlmResource,
  type ResourceAt,
  type ResourceContainer,
  type ResourceContainerOptions,
  type WaitOptions,
} from "@pergola/resources";
import { builderErrors } from "../errors.ts";
import { isFacility, notConfigured } from "../not-configured.ts";
import { isMadeAlike, type MadeResource } from "./made-resource.ts";
import { type StorageBreakerSettings, StorageBreakers } from "./storage-breakers.ts";
import { unknownResource } from "./unknown-resource.ts";

export interface AgentResourcesOptions extends Pick<ResourceContainerOptions, "env" | "clock" | "logger"> {
  /** The agent's. */
  readonly name: string;
  /** In order of start, as far as they do not need each other. */
  readonly resources: readonly MadeResource[];
  /** Of the breakers of storages, by key. */
  readonly breaker?: StorageBreakerSettings;
  /** Those of before a reload: what is made of the same parts, and needs nothing that has changed, goes on. */
  readonly previous?: AgentResources | undefined;
}

/** The resources of an agent, shared by it and everything that is a part of it: opened once, closed once. */
export class AgentResources implements Closable {
  readonly #name: string;
  readonly #made: readonly MadeResource[];
  readonly #container: ResourceContainer;
  /** Of its storages. */
  readonly breakers: StorageBreakers;
  #isStarted = false;
  #closing: Promise<void> | undefined;

  constructor({ name, resources, previous, breaker, ...seams }: AgentResourcesOptions) {
    this.#name = name;
    this.#made = resources;
    const definitions = resources.map(({ definition }) => definition);
    const keeps = isMadeAlike(previous === undefined ? [] : previous.#made, resources);
    const { clock } = seams;
    this.breakers = new StorageBreakers({
      settings: breaker,
      clock,
      resources,
      previous: previous?.breakers,
      keeps,
    });
    if (previous === undefined) {
      this.#container = createResourceContainer(definitions, { name, ...seams });
      return;
    }
    this.#container = previous.#container.successor(definitions, { keeps, env: seams.env });
  }

  get isStarted(): boolean {
    return this.#isStarted;
  }

  get keys(): readonly string[] {
    return this.#made.map(({ definition }) => definition.key);
  }

  has(key: string): boolean {
    return this.#container.has(key);
  }

  /** What a resource says it is; without that its key. */
  categoryOf(key: string): string {
    const made = this.#made.find(({ definition }) => definition.key === key);
    return made?.definition.category ?? key;
  }

  /**
   * Opens all of them, each after what it needs; calls at the same time share one start. Nothing stays open when it fails.
   *
   * @throws RESOURCE_START_FAILED, AGENT_CLOSED; the signal's reason
   */
  async start({ signal }: WaitOptions = {}): Promise<void> {
    this.#assertOpen();
    if (this.#isStarted) return;
    try {
      await this.#container.start({ signal });
    } catch (error) {
      if (isPergolaError(error, "RESOURCE_CLOSED")) this.#assertOpen();
      throw error;
    }
    this.#assertOpen();
    this.#isStarted = true;
  }

  /** The started resource of a key, if there is one. */
  get<Key extends string>(key: Key): ResourceAt<Key> | undefined {
    return this.#isStarted ? this.#container.get(key) : undefined;
  }

  /** @throws AGENT_NOT_STARTED, AGENT_CLOSED, RESOURCE_NOT_FOUND, the code of what is not configured */
  require<Key extends string>(key: Key): ResourceAt<Key> {
    if (!this.has(key)) throw isFacility(key) ? notConfigured(key) : unknownResource(key, this.keys);
    this.#assertOpen();
    const resource = this.get(key);
    if (resource === undefined) throw notStarted(this.#name, key);
    return resource;
  }

  /** Of the models that have been called, and of the storages that have been lent. */
  breakerSnapshots(): readonly BreakerSnapshot[] {
    const models = this.keys.filter((key) => this.categoryOf(key) === "llm");
    const ofModels = models.flatMap((key) => (this.get(key) as LlmResource | undefined)?.breakers() ?? []);
    return [...ofModels, ...this.breakers.list()];
  }

  describe(): GraphDescription {
    return this.#container.describe();
  }

  /** Closes all of them in reverse, whichever fails. @throws RESOURCE_CLOSE_FAILED with every failure */
  close(): Promise<void> {
    this.#closing ??= this.#container.close();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #assertOpen(): void {
    if (this.#closing !== undefined) throw agentClosed(this.#name);
  }
}

export function agentClosed(name: string) {
  return builderErrors.create("AGENT_CLOSED", {
    message: `The agent "${name}" is closed.`,
    hint: "Build a new one; close() is for the end of its life.",
  });
}

function notStarted(name: string, key: string) {
  return builderErrors.create("AGENT_NOT_STARTED", {
    message: `The ${key} of the agent "${name}" is not open yet.`,
    hint: "Use `await builder.start()` instead of build(), or `await agent.start()` first.",
    details: { key },
  });
}
