import { type Clock, type Logger, type RetryPolicy, silentLogger, systemClock } from "@pergola/core";
import { resourceErrors } from "../errors.ts";
import type { ProviderContext } from "../provider-factory.ts";
import type { ProviderRegistry } from "../provider-registry.ts";
import { assertRetryPolicy } from "../retry-policy-schema.ts";
import type { RunBinding } from "../run-binding.ts";
import { createLlmHandle, type LlmHandleParts } from "./llm-handle.ts";
import type { LlmHandle, LlmResource, ModelReference } from "./llm-resource.ts";
import { ModelCache } from "./model-cache.ts";
import type { ModelParameters } from "./model-parameters.ts";
import type { NamedModel } from "./named-model.ts";
import { isTracingOn } from "./observers.ts";
import { type ResolvedReference, resolveReference } from "./resolve-reference.ts";
import { problemsOf } from "./validate-model.ts";
import { parameterProblems } from "./validate-parameters.ts";

export interface LlmResourceOptions {
  readonly registry: ProviderRegistry;
  /** The agent's model. Default: the own default of the llm provider, when exactly one was given. */
  readonly model?: ModelReference;
  /** Key in the agent. Default `llm`. */
  readonly name?: string;
  /** Default: 2 retries of a call, within the run's budget. Checked at once with `retryPolicySchema`. */
  readonly retry?: RetryPolicy;
  /** Default `process.env`. */
  readonly env?: ProviderContext["env"];
  /** Default: silent. */
  readonly logger?: Logger;
  readonly clock?: Clock;
  /** For the jitter of retry waits. Default `Math.random`. */
  readonly random?: () => number;
}

/**
 * The llm service of an agent: makes models on first use, and lends each run a handle.
 *
 * @throws RETRY_POLICY_INVALID
 */
export function createLlmResource(options: LlmResourceOptions): LlmResource {
  return new SharedLlm(options);
}

class SharedLlm implements LlmResource {
  readonly category = "llm";
  readonly name: string;
  readonly #options: LlmResourceOptions;
  readonly #env: ProviderContext["env"];
  readonly #cache: ModelCache;
  /** Models that are ready, by reference as given: the short way of every call but the first. */
  readonly #found = new Map<ModelReference | undefined, NamedModel>();
  readonly #inFlight = new Set<Promise<unknown>>();
  readonly #handleParts: LlmHandleParts;
  #closing: Promise<void> | undefined;

  constructor(options: LlmResourceOptions) {
    const { name = "llm", env = process.env, logger = silentLogger, retry = {} } = options;
    assertRetryPolicy(retry, name);
    this.name = name;
    this.#options = options;
    this.#env = env;
    this.#cache = new ModelCache(env, logger);
    this.#handleParts = {
      find: (reference) => this.#find(reference),
      track: (work) => this.#track(work),
      retry,
      clock: options.clock ?? systemClock,
      random: options.random ?? Math.random,
      isTracing: isTracingOn(env),
    };
  }

  async model(reference?: ModelReference) {
    return (await this.#find(reference)).model;
  }

  validate(reference?: ModelReference, parameters: ModelParameters = {}) {
    const ofReference = problemsOf(() => this.#resolve(reference), this.#env);
    return [...ofReference, ...this.validateParameters(parameters, reference)];
  }

  validateParameters(parameters: ModelParameters, reference?: ModelReference) {
    return parameterProblems(() => this.#resolve(reference), parameters);
  }

  describe(reference?: ModelReference) {
    const resolved = this.#resolve(reference);
    if (resolved.kind === "ready") return resolved.id;
    return resolved.factory.describe?.(resolved.config, { env: this.#env }) ?? resolved.id;
  }

  bind(binding: RunBinding): LlmHandle {
    return createLlmHandle(this.#handleParts, binding);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    await Promise.allSettled(this.#inFlight);
    await this.#cache.close();
  }

  #resolve(reference: ModelReference | undefined): ResolvedReference {
    return resolveReference(reference, { registry: this.#options.registry, agentModel: this.#options.model });
  }

  #find(reference: ModelReference | undefined): NamedModel | Promise<NamedModel> {
    this.#assertOpen();
    return this.#found.get(reference) ?? this.#make(reference);
  }

  async #make(reference: ModelReference | undefined): Promise<NamedModel> {
    const resolved = this.#resolve(reference);
    const model = resolved.kind === "ready" ? resolved.model : await this.#cache.get(resolved);
    const named: NamedModel = { id: resolved.id, model };
    if (typeof reference !== "object") this.#found.set(reference, named);
    return named;
  }

  #assertOpen(): void {
    if (this.#closing === undefined) return;
    throw resourceErrors.create("RESOURCE_CLOSED", {
      message: `The resource "${this.name}" was used after close().`,
      hint: "Keep the agent open for as long as it is used; a closed one does not open again.",
      details: { name: this.name },
    });
  }

  async #track<T>(work: Promise<T>): Promise<T> {
    this.#inFlight.add(work);
    try {
      return await work;
    } finally {
      this.#inFlight.delete(work);
    }
  }
}
