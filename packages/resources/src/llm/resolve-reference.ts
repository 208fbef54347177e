import type { ProviderEnvironment, ProviderSettings } from "../environment/provider-environment.ts";
import { resourceErrors } from "../errors.ts";
import type { ProviderFactory } from "../provider-factory.ts";
import type { ProviderRegistry } from "../provider-registry.ts";
import { canonicalKey } from "./canonical-key.ts";
import type { ChatModel } from "./chat-model.ts";
import type { ModelConfig, ModelReference, SingleModelReference } from "./llm-resource.ts";
import { DEFAULT_LLM_PROVIDER, parseModelId } from "./model-id.ts";

/** What a reference stands for: a model that is there, or a provider and the config to make one. */
export type ResolvedReference =
  | { readonly kind: "ready"; readonly id: string; readonly model: ChatModel }
  | {
      readonly kind: "provided";
      readonly id: string;
      /** Equal for references that mean the same model. */
      readonly key: string;
      readonly factory: ProviderFactory<"llm">;
      /** With what the environment sets. */
      readonly config: Readonly<Record<string, unknown>>;
      readonly variables: ProviderSettings["variables"];
    };

export interface ReferenceContext {
  readonly registry: ProviderRegistry;
  readonly environment: ProviderEnvironment;
  readonly agentModel?: ModelReference;
}

/** The models of a list, or the one that is none. @throws PROVIDER_NOT_FOUND, also for an empty list */
export function resolveAll(
  reference: ModelReference | undefined,
  context: ReferenceContext,
): readonly ResolvedReference[] {
  const wanted = reference ?? context.agentModel;
  if (!isModelList(wanted)) return [resolveReference(wanted, context)];
  if (wanted.length === 0) throw noModel();
  const inner = contextOfEntries(wanted, context);
  return wanted.map((entry) => resolveReference(entry, inner));
}

/** What the entries of a list are read with: the agent's own list lends nothing to itself. */
export function contextOfEntries(
  list: readonly SingleModelReference[],
  { agentModel, ...context }: ReferenceContext,
): ReferenceContext {
  return list === agentModel || agentModel === undefined ? context : { ...context, agentModel };
}

/** Names of the providers that the models of a reference come from, as far as it says. */
export function providersOf(
  reference: ModelReference | undefined,
  { agentModel }: Pick<ReferenceContext, "agentModel">,
): readonly string[] {
  const wanted = reference ?? agentModel;
  const inner = wanted === agentModel && isModelList(wanted) ? [] : listOf(agentModel);
  const names = listOf(wanted).map((entry) => {
    if (typeof entry === "string") return configOfId(entry, inner).provider;
    return typeof entry === "object" && entry !== null && !isReadyModel(entry) ? entry.provider : undefined;
  });
  return [...new Set(names.filter((name) => typeof name === "string"))];
}

const listOf = (reference: ModelReference | undefined): readonly SingleModelReference[] => {
  if (isModelList(reference)) return reference;
  return reference === undefined ? [] : [reference];
};

/** Whether a reference names several models. */
export function isModelList(
  reference: ModelReference | undefined,
): reference is readonly SingleModelReference[] {
  return Array.isArray(reference);
}

/**
 * @param context its agentModel is the agent's own reference: stands in for a missing one, and lends its provider and the
 *   rest of its config to an id of the same provider (so that a step's `gpt-5-mini` goes where the agent's models go).
 * @throws PROVIDER_NOT_FOUND
 */
export function resolveReference(
  reference: SingleModelReference | undefined,
  { registry, environment, agentModel }: ReferenceContext,
): ResolvedReference {
  const ofAgent = listOf(agentModel);
  const wanted = reference ?? ofAgent[0] ?? { provider: onlyProvider(registry) };
  if (isReadyModel(wanted)) return { kind: "ready", id: nameOfModel(wanted), model: wanted };
  const { provider, ...given } = typeof wanted === "string" ? configOfId(wanted, ofAgent) : wanted;
  if (typeof provider !== "string") throw noProvider(registry);
  const factory = registry.get("llm", provider);
  const { config, variables } = environment.settings(factory, given) as ProviderSettings & {
    config: ModelConfig;
  };
  return {
    kind: "provided",
    id: typeof config.model === "string" ? `${provider}:${config.model}` : provider,
    key: JSON.stringify(provider) + canonicalKey(config, provider),
    factory,
    config,
    variables,
  };
}

/** Whether a reference is a model that somebody made already. */
function isReadyModel(reference: SingleModelReference): reference is ChatModel {
  return typeof reference === "object" && typeof (reference as Partial<ChatModel>).invoke === "function";
}

function configOfId(id: string, ofAgent: readonly SingleModelReference[]): ModelConfig {
  const configs = ofAgent.flatMap(configOfAgent);
  const parsed = parseModelId(id, configs[0]?.provider ?? DEFAULT_LLM_PROVIDER);
  const own = configs.find(({ provider }) => provider === parsed.provider);
  return own === undefined ? { ...parsed } : { ...own, model: parsed.model };
}

function configOfAgent(agentModel: SingleModelReference): readonly ModelConfig[] {
  if (typeof agentModel === "string") return [{ ...parseModelId(agentModel) }];
  return isReadyModel(agentModel) ? [] : [agentModel];
}

/** With one llm provider given, its own defaults are the agent's model. */
function onlyProvider(registry: ProviderRegistry): string {
  const names = registry.list("llm").map((factory) => factory.name);
  if (names.length === 1 && names[0] !== undefined) return names[0];
  if (names.length === 0) throw noModel();
  throw resourceErrors.create("PROVIDER_NOT_FOUND", {
    message: `No model was named, and there are ${names.length} llm providers to choose from.`,
    hint: `Name one, for example with withLlm({ provider: "${names[0]}" }). Given: ${names.sort().join(", ")}.`,
    details: { category: "llm", existing: names },
  });
}

/** A config from a file, or from code without types. */
function noProvider(registry: ProviderRegistry) {
  const existing = registry.list("llm").map((factory) => factory.name);
  const given =
    existing.length === 0 ? "No llm provider was given yet." : `Given: ${existing.sort().join(", ")}.`;
  return resourceErrors.create("PROVIDER_NOT_FOUND", {
    message: "The config of a model names no provider.",
    hint: `Write { provider: "${existing[0] ?? DEFAULT_LLM_PROVIDER}", model: "…" }. ${given}`,
    details: { category: "llm", existing },
  });
}

function noModel() {
  return resourceErrors.create("PROVIDER_NOT_FOUND", {
    message: "No model was named, and no llm provider was given.",
    hint: 'Name one: .withLlm("openai:gpt-5-mini") after npm install @pergola/llm-openai; without network .withLlm("offline") after npm install @pergola/llm-offline; or give withLlm() a ready chat model.',
    details: { category: "llm", existing: [] },
  });
}

interface NamedModel {
  readonly model?: unknown;
  readonly modelName?: unknown;
}

/** `type:model` of a ready model, as far as it says. */
function nameOfModel(model: ChatModel): string {
  const { model: own, modelName } = model as ChatModel & NamedModel;
  const name = typeof own === "string" ? own : modelName;
  const type = model._llmType();
  return typeof name === "string" && name !== "" ? `${type}:${name}` : type;
}
