import {
  type Clock,
  Lifetime,
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
import { priceOf } from "../prices/find-price.ts";
import type { ModelPrices } from "../prices/price-patterns.ts";
import type { ProviderContext } from "../provider-factory.ts";
import type { ProviderRegistry } from "../provider-registry.ts";
import { requireNumbers } from "../require-numbers.ts";
import { assertRetryPolicy } from "../retry-policy-schema.ts";
import type { RunBinding } from "../run-binding.ts";
import type { ChatModel } from "./chat-model.ts";
import { DEFAULT_FIRST_TOKEN_TIMEOUT_MS, type FallbackSettings } from "./fallback-settings.ts";
import { HeldModels } from "./held-models.ts";
import { llmClosed } from "./llm-closed.ts";
import { createLlmHandle, type LlmHandleParts, type TargetsOf } from "./llm-handle.ts";
import type { LlmHandle, LlmResource, ModelReference } from "./llm-resource.ts";
import { ModelBreakers } from "./model-breakers.ts";
import { ModelCache } from "./model-cache.ts";
import type { ModelParameters } from "./model-parameters.ts";
import type { ModelTarget } from "./model-target.ts";
import { isTracingOn } from "./observers.ts";
import { RecentMap } from "./recent-map.ts";
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
  /**
   * Models that are kept for the next call: beyond that those are closed and forgotten that no call uses and that were
   * used longest ago. An integer from 1. Default 100.
   */
  readonly maxModels?: number;
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

/** A target without its model, which calls get when they need it. */
type KnownTarget = Omit<ModelTarget, "model"> & { readonly resolved: ResolvedReference };

const DEFAULT_MAX_MODELS = 100;

class SharedLlm implements LlmResource {
  readonly category = "llm";
  readonly name: string;
  readonly #options: LlmResourceOptions;
  readonly #env: ProviderContext["env"];
  readonly #environment: ProviderEnvironment;
  readonly #cache: ModelCache;
  readonly #breakers: ModelBreakers;
  /** By reference as given: the short way of every call but the first. */
  readonly #known = new RecentMap<ModelReference | undefined, readonly KnownTarget[]>();
  readonly #maxModels: number;
  readonly #lifetime: Lifetime;
  readonly #handleParts: LlmHandleParts;

  constructor(options: LlmResourceOptions) {
    const {
      name = "llm",
      env = process.env,
      logger = silentLogger,
      retry = {},
      clock = systemClock,
    } = options;
    const { firstTokenTimeoutMs = DEFAULT_FIRST_TOKEN_TIMEOUT_MS, breaker = {} } = options;
    const { maxModels = DEFAULT_MAX_MODELS } = options;
    assertRetryPolicy(retry, name);
    requireNumbers(name, {
      firstTokenTimeoutMs: [firstTokenTimeoutMs, "milliseconds"],
      maxModels: [maxModels, "countFrom1"],
    });
    const settings = completeBreakerSettings(breaker, {
      owner: name,
      category: this.category,
      attempts: (retry.maxRetries ?? 0) + 1,
    });
    this.name = name;
    this.#options = options;
    this.#env = env;
    this.#environment = new ProviderEnvironment(env);
    const closedError = () => llmClosed(name);
    this.#maxModels = maxModels;
    this.#lifetime = new Lifetime(closedError);
    this.#cache = new ModelCache({ maxModels, env, logger: redactLogger(logger), closedError });
    this.#breakers = new ModelBreakers({ ...settings, clock });
    this.#handleParts = {
      call: (work) => this.#lifetime.track(this.#call(work)),
      resource: name,
      retry,
      firstTokenTimeoutMs,
      clock,
      random: options.random ?? Math.random,
      isTracing: isTracingOn(env),
    };
  }

  async model(reference?: ModelReference) {
    const known = await this.#knownOf(reference);
    const [first] = await Promise.all(
      known.map(({ resolved }) => (resolved.kind === "ready" ? resolved.model : this.#cache.lend(resolved))),
    );
    // A reference stands for at least one.
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
    return this.#lifetime.close(() => this.#cache.close());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
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

  /** The models that the work gets are not closed before it is over. */
  async #call<T>(work: (targets: TargetsOf) => Promise<T>): Promise<T> {
    const held = new HeldModels(this.#cache);
    const open = (known: readonly KnownTarget[]) =>
      // Resolving refuses an empty list.
      known.map((target) => withModel(target, held)) as readonly ModelTarget[] as Targets;
    try {
      return await work((reference) => {
        const known = this.#knownOf(reference);
        return known instanceof Promise ? known.then(open) : open(known);
      });
    } finally {
      held.letGo();
    }
  }

  /** @throws RESOURCE_CLOSED */
  #knownOf(reference: ModelReference | undefined): readonly KnownTarget[] | Promise<readonly KnownTarget[]> {
    this.#lifetime.assertOpen();
    const known = this.#known.get(reference);
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
  #resolve(reference: ModelReference | undefined): readonly KnownTarget[] {
    const found = resolveAll(reference, this.#context).map((resolved) => this.#target(resolved));
    if (typeof reference === "object") return found;
    this.#known.set(reference, found);
    this.#known.trim(this.#maxModels);
    return found;
  }

  #target(resolved: ResolvedReference): KnownTarget {
    const breaker = this.#breakers.get(resolved);
    const price = priceOf(resolved, this.#options.prices);
    return { id: resolved.id, breaker, price, resolved };
  }
}

function withModel({ resolved, ...target }: KnownTarget, held: HeldModels): ModelTarget {
  return { ...target, model: () => (resolved.kind === "ready" ? resolved.model : held.get(resolved)) };
}
