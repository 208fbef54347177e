import type { CallbackManagerForLLMRun } from "@langchain/core/callbacks/manager";
import type {
  BaseLanguageModelInput,
  StructuredOutputMethodOptions,
} from "@langchain/core/language_models/base";
import { BaseChatModel, type BindToolsInput } from "@langchain/core/language_models/chat_models";
import {
  assembleStructuredOutputPipeline,
  createContentParser,
  createFunctionCallingParser,
} from "@langchain/core/language_models/structured_output";
import type { AIMessageChunk, BaseMessage } from "@langchain/core/messages";
import type { ChatGenerationChunk, ChatResult } from "@langchain/core/outputs";
import type { Runnable } from "@langchain/core/runnables";
import { convertToOpenAITool } from "@langchain/core/utils/function_calling";
import { throwIfAborted } from "@pergola/core";
import type { ChatCompletion, ChatRequest, DirectChatModel, StreamDirectOptions } from "@pergola/resources";
import type { ResolvedConfig } from "../config/resolve-config.ts";
import type { AnswerReader } from "../wire/answer-reader.ts";
import { requestBody, type WireBody, type WireTool, wireTool } from "../wire/request-body.ts";
import { createWireClient, type WireClient } from "../wire/wire-client.ts";
import { aiMessage, closingChunk, deltaChunk } from "./ai-message.ts";
import { type ChatCallOptions, wireRequest } from "./call-options.ts";
import { type StructuredSchema, structuredFormat, structuredTool } from "./structured-output.ts";

/**
 * A LangChain chat model for any server that speaks the chat-completions protocol. Both of its ways, LangChain's and
 * the direct one, build their body in one place and read the stream in one place. It never retries.
 */
export class ChatOpenAiCompatible extends BaseChatModel<ChatCallOptions> implements DirectChatModel {
  // Private, so that no serializer or inspector comes across the key.
  readonly #config: ResolvedConfig;
  readonly #client: WireClient;

  static override lc_name(): string {
    return "ChatOpenAiCompatible";
  }

  constructor(config: ResolvedConfig) {
    super({});
    this.#config = config;
    this.#client = createWireClient(config);
  }

  /** The model's name. */
  get model(): string {
    return this.#config.model;
  }

  /** Most tokens of an answer, for calls that set no other. */
  get maxTokens(): number | undefined {
    return this.#config.parameters.maxTokens;
  }

  /** Whether answers say how many tokens they took, as far as it is asked for. */
  get reportsUsage(): boolean {
    return !this.#config.streaming || this.#config.streamUsage;
  }

  override _llmType(): string {
    return "openai-compatible";
  }

  /** What tells two models apart, for LangChain's caches. */
  override _identifyingParams(): Record<string, unknown> {
    const { origin, pathname } = this.#config.baseURL;
    return { ...this.invocationParams(), baseURL: `${origin}${pathname}` };
  }

  /** What tracers record: the body without the messages. */
  override invocationParams(options: Partial<this["ParsedCallOptions"]> = {}): Record<string, unknown> {
    const { messages: _, ...rest } = this.#body([], options);
    return rest;
  }

  override getLsParams(options: this["ParsedCallOptions"]): ReturnType<BaseChatModel["getLsParams"]> {
    const { temperature, maxTokens } = { ...this.#config.parameters, ...options.parameters };
    return {
      ...super.getLsParams(options),
      ls_provider: this.#config.provider,
      ls_model_name: this.#config.model,
      ...(temperature !== undefined && { ls_temperature: temperature }),
      ...(maxTokens !== undefined && { ls_max_tokens: maxTokens }),
    };
  }

  override bindTools(
    tools: BindToolsInput[],
    options: Partial<ChatCallOptions> = {},
  ): Runnable<BaseLanguageModelInput, AIMessageChunk, ChatCallOptions> {
    return this.withConfig({
      ...options,
      tools: tools.map((tool) => convertToOpenAITool(tool) as object as WireTool),
    });
  }

  /**
   * Asks for JSON of a schema through the response format; `method: "functionCalling"` asks through a tool call,
   * `method: "jsonMode"` for any JSON, which is then checked.
   */
  override withStructuredOutput<Output extends Record<string, unknown>>(
    schema: StructuredSchema<Output>,
    options?: StructuredOutputMethodOptions<false>,
  ): Runnable<BaseLanguageModelInput, Output>;
  override withStructuredOutput<Output extends Record<string, unknown>>(
    schema: StructuredSchema<Output>,
    options?: StructuredOutputMethodOptions<true>,
  ): Runnable<BaseLanguageModelInput, { raw: BaseMessage; parsed: Output }>;
  override withStructuredOutput<Output extends Record<string, unknown>>(
    schema: StructuredSchema<Output>,
    options?: StructuredOutputMethodOptions<boolean>,
  ):
    | Runnable<BaseLanguageModelInput, Output>
    | Runnable<BaseLanguageModelInput, { raw: BaseMessage; parsed: Output }> {
    const [model, parser] =
      options?.method === "functionCalling"
        ? this.#answeringByTool(schema, options)
        : this.#answeringInFormat(schema, options);
    return assembleStructuredOutputPipeline(model, parser, options?.includeRaw, "StructuredOutput");
  }

  #answeringInFormat<Output extends Record<string, unknown>>(
    schema: StructuredSchema<Output>,
    options: StructuredOutputMethodOptions<boolean> | undefined,
  ) {
    const model = this.withConfig({ responseFormat: structuredFormat(schema, options) });
    return [model, createContentParser<Output>(schema)] as const;
  }

  #answeringByTool<Output extends Record<string, unknown>>(
    schema: StructuredSchema<Output>,
    options: StructuredOutputMethodOptions<boolean>,
  ) {
    const definition = structuredTool(schema, options);
    const model = this.withConfig({ toolDefinitions: [definition], tool_choice: definition.name });
    return [model, createFunctionCallingParser<Output>(schema, definition.name)] as const;
  }

  override async _generate(messages: BaseMessage[], options: this["ParsedCallOptions"]): Promise<ChatResult> {
    const reader = await this.#open(messages, options);
    try {
      while ((await reader.next()) !== undefined);
    } finally {
      reader.close();
    }
    const completion = reader.completion();
    const message = aiMessage(completion, this.#config.provider);
    return { generations: [{ text: completion.text, message }], llmOutput: tokenUsage(completion) };
  }

  override async *_streamResponseChunks(
    messages: BaseMessage[],
    options: this["ParsedCallOptions"],
    runManager?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    const reader = await this.#open(messages, options);
    try {
      for (let deltas = await reader.next(); deltas !== undefined; deltas = await reader.next()) {
        for (const delta of deltas) {
          const chunk = deltaChunk(delta);
          yield chunk;
          await runManager?.handleLLMNewToken(chunk.text, NO_INDEX, undefined, undefined, undefined, {
            chunk,
          });
        }
      }
    } finally {
      reader.close();
    }
    yield closingChunk(reader.completion(), this.#config.provider);
  }

  describeRequest(request: ChatRequest): Record<string, unknown> {
    return requestBody(this.#config, directRequest(request));
  }

  async streamDirect(request: ChatRequest, options: StreamDirectOptions): Promise<ChatCompletion> {
    const { signal, onDelta } = options;
    const reader = await this.#client.open(requestBody(this.#config, directRequest(request)), signal);
    try {
      for (let deltas = await reader.next(); deltas !== undefined; deltas = await reader.next()) {
        for (const delta of deltas) {
          if (delta.type === "tool-call") continue;
          if (signal.aborted) break;
          const pending = onDelta(delta);
          if (pending !== undefined) await pending;
        }
      }
      // A signal that fires with the last piece: the rest of that part was not handed out.
      throwIfAborted(signal);
      return reader.completion();
    } finally {
      reader.close();
    }
  }

  #open(messages: BaseMessage[], options: this["ParsedCallOptions"]): Promise<AnswerReader> {
    return this.#client.open(this.#body(messages, options), options.signal);
  }

  #body(messages: BaseMessage[], options: Partial<this["ParsedCallOptions"]>): WireBody {
    return requestBody(this.#config, wireRequest(messages, options));
  }
}

/** LangChain's place for a token in a batch of prompts: there is one prompt, and one answer to it. */
const NO_INDEX = { prompt: 0, completion: 0 };

function directRequest({ messages, tools, parameters }: ChatRequest) {
  return { messages, tools: tools?.map(wireTool), parameters };
}

function tokenUsage({ usage }: ChatCompletion): ChatResult["llmOutput"] {
  if (usage === undefined) return undefined;
  const { inputTokens, outputTokens, totalTokens } = usage;
  return { tokenUsage: { promptTokens: inputTokens, completionTokens: outputTokens, totalTokens } };
}
