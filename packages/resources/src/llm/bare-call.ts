import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import type { Runnable, RunnableConfig } from "@langchain/core/runnables";
import type { LangChain } from "./langchain.ts";
import { needsLangChain } from "./observers.ts";

/** A call of a model's own code, without LangChain's wrapper around it. */
export interface BareCall {
  readonly model: BaseChatModel;
  /** What the wrapper would hand to the model. */
  readonly options: BaseChatModel["ParsedCallOptions"];
}

/**
 * The short way to a LangChain model, if the wrapper around the model's own code (`stream`, `invoke`) would add nothing
 * that anybody sees; undefined when the wrapper is needed. See docs/decisions/models-without-wrapper.md.
 */
export function bareCall(
  answerer: Runnable,
  given: RunnableConfig,
  langchain: LangChain,
): BareCall | undefined {
  const { ensureConfig, mergeConfigs } = langchain.runnables;
  let runnable = answerer;
  let config: RunnableConfig = ensureConfig(given);
  while (isBinding(runnable, langchain)) {
    config = ensureConfig(mergeConfigs(runnable.config, config, runnable.kwargs));
    runnable = runnable.bound;
  }
  if (!hasPlainWrapper(runnable, langchain) || needsLangChain(runnable, config.callbacks, langchain)) return;
  const options = callOptions(config);
  // A binding's own timeout or signal can end the call by itself: the wrapper races the model against it.
  if (options.signal !== given.signal || outputVersion(runnable, options) === "v1") return;
  return { model: runnable, options };
}

/** The members that the wrapper consists of. */
const WRAPPER = [
  "stream",
  "_streamIterator",
  "invoke",
  "generatePrompt",
  "generate",
  "_generateUncached",
  "_separateRunnableConfigFromCallOptions",
  "_separateRunnableConfigFromCallOptionsCompat",
] as const;

let ownWrapper: readonly unknown[] | undefined;

/** Whether the model's wrapper is LangChain's own, as it was when LangChain was loaded, and of our copy. */
function hasPlainWrapper(runnable: Runnable, { chatModels }: LangChain): runnable is BaseChatModel {
  const { BaseChatModel } = chatModels;
  ownWrapper ??= membersOf(BaseChatModel.prototype);
  if (!(runnable instanceof BaseChatModel)) return false;
  const own = ownWrapper;
  return membersOf(runnable).every((member, index) => member === own[index]);
}

function membersOf(model: BaseChatModel): unknown[] {
  // Some of them are protected.
  const members = model as unknown as Readonly<Record<(typeof WRAPPER)[number], unknown>>;
  return WRAPPER.map((name) => members[name]);
}

type Binding = InstanceType<LangChain["runnables"]["RunnableBinding"]>;

/** Whether it is nothing but options around another runnable. */
function isBinding(runnable: Runnable, { runnables }: LangChain): runnable is Binding {
  if (runnable.constructor !== runnables.RunnableBinding) return false;
  const { configFactories = [] } = runnable as Binding;
  return configFactories.length === 0;
}

/** Without what is LangChain's business and not the model's. */
function callOptions(config: RunnableConfig): BaseChatModel["ParsedCallOptions"] {
  const {
    callbacks,
    tags,
    metadata,
    runName,
    configurable,
    recursionLimit,
    runId,
    maxConcurrency,
    ...options
  } = config;
  return options;
}

function outputVersion(model: BaseChatModel, options: { readonly outputVersion?: unknown }): unknown {
  return options.outputVersion ?? model.outputVersion;
}
