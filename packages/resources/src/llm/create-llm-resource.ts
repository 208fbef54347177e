import {
  type Clock,
  type Logger,
  type RetryPolicy,
  redactLogger,
  redactText,
  silentLogger,
  systemClock,
  throwIfAborted,
} from "@pergola/core";
import { type BreakerSettings, completeBreakerSettings } from "../breaker/breaker-settings.ts";
import { ProviderEnvironment } from "../environment/provider-environment.ts";
import { resourceErrors } from "../errors.ts";
import { priceOf } from "../prices/find-price.ts";
import type { ModelPrices } from "../prices/price-patterns.ts";
import type { ProviderContext } from "../provider-factory.ts";
import type { ProviderRegistry } from "../provider-registry.ts";
import { requireNumbers } from "../require-numbers.ts";
import { assertRetryPolicy } from "../retry-policy-schema.ts";
import type { RunBinding } from "../run-binding.ts";
import type { ChatModel } from "./chat-model.ts";
import { DEFAULT_FIRST_TOKEN_TIMEOUT_MS, type FallbackSettings } from "./fallback-settings.ts";
import { createLlmHandle, type LlmHandleParts } from "./llm-handle.ts";
import type { LlmHandle, LlmResource, ModelReference } from "./llm-resource.ts";
import { ModelBreakers } from "./model-breakers.ts";
import { ModelCache } from "./model-cache.ts";
import type { ModelParameters } from "./model-parameters.ts";
import type { ModelTarget } from "./model-target.ts";
import { isTracingOn } from "./observers.ts";
import { providersOf, type ResolvedReference, resolveAll } from "./resolve-reference.ts";
import { parameterProblemsOfAll, referenceProblems } from "./validate-references.ts";

export interface LlmResourceOptions extends FallbackSettings {
  readonly registry: ProviderRegistry;
  /** The agent's model, or models in order of preference. Default: the own default of the llm provider, when exactly one was given. */
  readonly model?: ModelReference;
  /** Key in the agent. Default `llm`. */
  readonly name?: string;
  /** Default: 2 retries of a call, within the run's budget. Checked at once with `retryPolicySchema`. */
  readonly retry?: RetryPolicy;
  /** Over those of the built-in table. */
  readonly prices?: ModelPrices;
  /** Of each provider, model, base URL and key. Default: open after 5 failures in a row (more, if one call may be tried more often), for 30 s. */
  readonly breaker?: BreakerSettings;
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
 * @throws RETRY_POLICY_INVALID, BREAKER_SETTINGS_INVALID, PROVIDER_CONFIG_INVALID
 */
export function createLlmResource(options: LlmResourceOptions): LlmResource {
  return new SharedLlm(options);
}

type Targets = readonly [ModelTarget, ...ModelTarget[]];

class SharedLlm implements LlmResource {
  readonly category = "llm";
  readonly name: string;
  readonly #options: LlmResourceOptions;
  readonly #env: ProviderContext["env"];
  readonly #environment: ProviderEnvironment;
  readonly #cache: ModelCache;
  readonly #breakers: ModelBreakers;
  /** By reference as given: the short way of every call but the first. */
  readonly #targets = new Map<ModelReference | undefined, Targets>();
  readonly #inFlight = new Set<Promise<unknown>>();
  readonly #handleParts: LlmHandleParts;
  #closing: Promise<void> | undefined;

  constructor(options: LlmResourceOptions) {
    const {
      name = "llm",
      env = process.env,
      logger = silentLogger,
      retry = {},
      clock = systemClock,
    } = options;
    const { firstTokenTimeoutMs = DEFAULT_FIRST_TOKEN_TIMEOUT_MS, breaker = {} } = options;
    assertRetryPolicy(retry, name);
    requireNumbers(name, { firstTokenTimeoutMs: [firstTokenTimeoutMs, "milliseconds"] });
    const settings = completeBreakerSettings(breaker, {
      owner: name,
      category: this.category,
      attempts: (retry.maxRetries ?? 0) + 1,
    });
    this.name = name;
    this.#options = options;
    this.#env = env;
    this.#environment = new ProviderEnvironment(env);
    this.#cache = new ModelCache(env, redactLogger(logger));
    this.#breakers = new ModelBreakers({ ...settings, clock });
    this.#handleParts = {
      targets: (reference) => this.#targetsOf(reference),
      track: (work) => this.#track(work),
      resource: name,
      retry,
      firstTokenTimeoutMs,
      clock,
      random: options.random ?? Math.random,
      isTracing: isTracingOn(env),
    };
  }

  async model(reference?: ModelReference) {
    const targets = await this.#targetsOf(reference);
    const [first] = await Promise.all(targets.map((target) => target.model()));
    // Targets are never empty.
    return first as ChatModel;
  }

  async prepare(reference?: ModelReference, { signal }: { readonly signal?: AbortSignal } = {}) {
    const finding = this.#missing(reference).map((name) =>
      this.#options.registry.find("llm", name, signal === undefined ? {} : { signal }),
    );
    await Promise.allSettled(finding);
    throwIfAborted(signal);
  }

  validate(reference?: ModelReference, parameters: ModelParameters = {}) {
    const ofReference = referenceProblems(reference, this.#context, this.#env);
    return [...ofReference, ...this.validateParameters(parameters, reference)];
  }

  validateParameters(parameters: ModelParameters, reference?: ModelReference) {
    return parameterProblemsOfAll(parameters, reference, this.#context);
  }

  describe(reference?: ModelReference) {
    return resolveAll(reference, this.#context)
      .map((resolved) => this.#describeOne(resolved))
      .join(", then ");
  }

  breakers() {
    return this.#breakers.list();
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

  get #context() {
    const { registry, model: agentModel } = this.#options;
    return { registry, environment: this.#environment, ...(agentModel !== undefined && { agentModel }) };
  }

  #describeOne(resolved: ResolvedReference): string {
    if (resolved.kind === "ready") return resolved.id;
    const { factory, config, id } = resolved;
    return redactText(factory.describe?.(config, { env: this.#env }) ?? id);
  }

  #targetsOf(reference: ModelReference | undefined): Targets | Promise<Targets> {
    this.#assertOpen();
    const known = this.#targets.get(reference);
    if (known !== undefined) return known;
    if (this.#missing(reference).length === 0) return this.#resolve(reference);
    return this.prepare(reference).then(() => this.#resolve(reference));
  }

  /** Providers that are neither given nor found yet. */
  #missing(reference: ModelReference | undefined): readonly string[] {
    const { registry } = this.#options;
    return providersOf(reference, this.#context).filter((name) => !registry.has("llm", name));
  }

  /** @throws PROVIDER_NOT_FOUND */
  #resolve(reference: ModelReference | undefined): Targets {
    const targets = resolveAll(reference, this.#context).map((resolved) => this.#target(resolved));
    // Resolving refuses an empty list.
    const found = targets as readonly ModelTarget[] as Targets;
    if (typeof reference !== "object") this.#targets.set(reference, found);
    return found;
  }

  #target(resolved: ResolvedReference): ModelTarget {
    const { id } = resolved;
    const breaker = this.#breakers.get(resolved);
    const price = priceOf(resolved, this.#options.prices);
    if (resolved.kind === "ready") return { id, breaker, price, model: () => resolved.model };
    let made: ChatModel | undefined;
    const make = async () => {
      made = await this.#cache.get(resolved);
      return made;
    };
    return { id, breaker, price, model: () => made ?? make() };
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
