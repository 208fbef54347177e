import type { AIMessage, BaseMessage } from "@langchain/core/messages";
import type { Usage } from "@pergola/core";
import type { BreakerSnapshot } from "../breaker/breaker.ts";
import type { ConfigProblem } from "../provider-factory.ts";
import type { BindableResource } from "../resource.ts";
import type { ChatModel, FinishReason } from "./chat-model.ts";
import type { ToolDefinition } from "./chat-request.ts";
import type { ModelParameters } from "./model-parameters.ts";

/** `provider:model`, or just `model` for the agent's own provider; a config object; or a ready LangChain model. */
export type SingleModelReference = string | ModelConfig | ChatModel;

/** One model, or a list of them: the first is preferred, the others are fallen back on in order. */
export type ModelReference = SingleModelReference | readonly SingleModelReference[];

/** Picks a provider and gives it its config. The keys besides `provider` belong to the provider's own schema. */
export interface ModelConfig {
  readonly provider: string;
  readonly model?: string;
  readonly [key: string]: unknown;
}

export interface GenerateOptions {
  /** Default: the agent's model. */
  readonly model?: ModelReference;
  readonly tools?: readonly ToolDefinition[];
  readonly parameters?: ModelParameters;
  /**
   * Asks for JSON of this JSON Schema: as `responseFormat` on models with the direct way, else as the arguments of one
   * forced tool call. The result's `content` is then the JSON text.
   */
  readonly output?: { readonly name: string; readonly schema: Record<string, unknown> };
  /**
   * Put the answer's text on the run's stream as `text-delta`; with `"reasoning"` as `reasoning-delta`, for what is thought
   * aloud and is no part of the run's answer. Default true, for a tool false.
   */
  readonly streamText?: boolean | "reasoning";
  /** What it is asked for; `model-started` says it, so that logs and metrics can tell calls apart. */
  readonly purpose?: string;
  /** Stops this call alone; the run's signal stops it anyway. */
  readonly signal?: AbortSignal;
}

export interface GenerationResult {
  /** With id, tool calls, `usage_metadata` and `response_metadata` set. */
  readonly message: AIMessage;
  readonly content: string;
  readonly finishReason: FinishReason;
  readonly usage?: Usage;
}

/** The llm as a step sees it: bound to the run's signal, events, retry budget and callbacks. */
export interface LlmHandle {
  /**
   * One model call: emits `model-started`, the deltas and `model-finished`, retries within the run's budget as long as
   * nothing has been streamed, falls back to the next model of a list under the same condition, and stops with the run.
   *
   * @throws the `MODEL_…` codes; the signal's reason when the run stops.
   */
  generate(messages: string | readonly BaseMessage[], options?: GenerateOptions): Promise<GenerationResult>;
}

/** The started llm service of an agent. */
export interface LlmResource extends BindableResource<LlmHandle> {
  readonly category: "llm";
  /** Makes (once) and returns the model of a reference; of a list it makes all and returns the first. @throws PROVIDER_NOT_FOUND, PROVIDER_CONFIG_INVALID */
  model(reference?: ModelReference): Promise<ChatModel>;
  /**
   * Looks for the providers of a reference that nobody gave by hand. What cannot be found is told by `validate` and by
   * whoever uses it. A call does it by itself.
   *
   * @throws the signal's reason
   */
  prepare(reference?: ModelReference, options?: { readonly signal?: AbortSignal }): Promise<void>;
  /**
   * Everything wrong with a reference that can be told without network; empty when nothing is. With `parameters`, what
   * `validateParameters` says comes after it.
   */
  validate(reference?: ModelReference, parameters?: ModelParameters): readonly ConfigProblem[];
  /**
   * What is wrong with the parameters of a call to the model of a reference, and nothing about the reference itself:
   * unknown ones, values outside the provider's range, what a ready LangChain model cannot be given with a call. Paths
   * begin with the parameter, for example `["temperature"]`. Cheap enough for every call.
   */
  validateParameters(parameters: ModelParameters, reference?: ModelReference): readonly ConfigProblem[];
  /** One line for logs and pages: which model, and the host that data goes to. @throws PROVIDER_NOT_FOUND */
  describe(reference?: ModelReference): string;
  /** How the breaker of each model is doing that has been called, in order of the first call. */
  breakers(): readonly BreakerSnapshot[];
}
