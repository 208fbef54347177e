import type { BaseLanguageModelInput } from "@langchain/core/language_models/base";
import {
  BaseChatModel,
  type BaseChatModelParams,
  type BindToolsInput,
} from "@langchain/core/language_models/chat_models";
import type { AIMessageChunk, BaseMessage } from "@langchain/core/messages";
import type { ChatGenerationChunk, ChatResult } from "@langchain/core/outputs";
import type { Runnable } from "@langchain/core/runnables";
import { abortReason, type Clock, sleep, systemClock, throwIfAborted } from "@pergola/core";
import type {
  ChatCompletion,
  ChatDelta,
  ChatRequest,
  DirectChatModel,
  StreamDirectOptions,
} from "@pergola/resources";
import { stepErrors } from "../errors.ts";
import {
  type ExpectedCall,
  expectCall,
  expectCallCount,
  type ScriptedCall,
} from "./scripted-chat-model-calls.ts";
import { answerMessage, closingChunks, deltaChunk } from "./scripted-chat-model-chunks.ts";
import { type PlannedAnswer, planAnswer, type ScriptedReply } from "./scripted-chat-model-reply.ts";
import { requestOf, type ScriptedCallOptions } from "./scripted-chat-model-request.ts";

export interface ScriptedChatModelOptions extends BaseChatModelParams {
  /** Offer `streamDirect` too. Default false. */
  readonly direct?: boolean;
  /** What `delayMs` and `tokenDelayMs` run on. Default the system's. */
  readonly clock?: Clock;
  /** Name that events and answers carry. Default `scripted`. */
  readonly model?: string;
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/**
 * A real LangChain chat model that answers from a script, one reply for each call, and records what it was sent.
 *
 * @throws SCRIPT_EXHAUSTED when it is called more often than the script has replies.
 */
export class ScriptedChatModel
  extends BaseChatModel<ScriptedCallOptions>
  implements Partial<DirectChatModel>
{
  /** Every call so far, in order. */
  readonly calls: readonly ScriptedCall[] = [];
  readonly model: string;
  /** There only with `direct: true`. */
  readonly streamDirect?: DirectChatModel["streamDirect"];
  readonly describeRequest?: DirectChatModel["describeRequest"];
  readonly #script: readonly ScriptedReply[];
  readonly #clock: Clock;

  constructor(script: readonly ScriptedReply[], options: ScriptedChatModelOptions = {}) {
    const { direct = false, clock = systemClock, model = "scripted", ...langChain } = options;
    super(langChain);
    this.#script = script;
    this.#clock = clock;
    this.model = model;
    if (!direct) return;
    this.streamDirect = (request, call) => this.#answerDirectly(request, call);
    this.describeRequest = ({ messages, tools, parameters }) => ({
      model,
      messages: [...messages],
      tools,
      ...parameters,
    });
  }

  _llmType(): string {
    return "scripted";
  }

  override bindTools(
    tools: BindToolsInput[],
    kwargs?: Partial<ScriptedCallOptions>,
  ): Runnable<BaseLanguageModelInput, AIMessageChunk, ScriptedCallOptions> {
    return this.withConfig({ ...kwargs, tools });
  }

  /** @throws SCRIPT_MISMATCH when the model was called another number of times */
  expectCalls(count: number): void {
    expectCallCount(this.calls, count);
  }

  /** @param index 0 is the first call. @throws SCRIPT_MISMATCH naming every difference */
  expectCall(index: number, expected: ExpectedCall): void {
    expectCall(this.calls, index, expected);
  }

  /** @throws SCRIPT_MISMATCH when replies are left over */
  expectScriptDone(): void {
    expectCallCount(this.calls, this.#script.length);
  }

  override async _generate(messages: BaseMessage[], options: this["ParsedCallOptions"]): Promise<ChatResult> {
    const { call, answer } = this.#begin(requestOf(messages, options), "invoke");
    for await (const _ of this.#play(call, answer, options.signal));
    const text = answer.tokens.join("");
    return { generations: [{ text, message: answerMessage(answer, this.model) }] };
  }

  override async *_streamResponseChunks(
    messages: BaseMessage[],
    options: this["ParsedCallOptions"],
    runManager?: Parameters<BaseChatModel["_streamResponseChunks"]>[2],
  ): AsyncGenerator<ChatGenerationChunk> {
    const { call, answer } = this.#begin(requestOf(messages, options), "stream");
    for await (const delta of this.#play(call, answer, options.signal)) {
      const chunk = deltaChunk(delta);
      yield chunk;
      await runManager?.handleLLMNewToken(chunk.text, undefined, undefined, undefined, undefined, { chunk });
    }
    yield* closingChunks(answer, this.model);
  }

  async #answerDirectly(
    request: ChatRequest,
    { signal, onDelta }: StreamDirectOptions,
  ): Promise<ChatCompletion> {
    const { call, answer } = this.#begin(request, "direct");
    for await (const delta of this.#play(call, answer, signal)) await onDelta(delta);
    return {
      text: answer.tokens.join(""),
      ...(answer.reasoning !== "" && { reasoning: answer.reasoning }),
      toolCalls: answer.toolCalls,
      finishReason: { unified: answer.finishReason },
      usage: answer.usage,
      model: this.model,
    };
  }

  /** Records the call and takes the next reply. */
  #begin({ messages, tools = [], parameters = {} }: ChatRequest, via: ScriptedCall["via"]) {
    const call: Writable<ScriptedCall> = {
      messages: [...messages],
      tools: [...tools],
      parameters: { ...parameters },
      via,
      tokenCount: 0,
      state: "running",
    };
    const position = this.calls.length;
    (this.calls as ScriptedCall[]).push(call);
    const reply = this.#script[position];
    if (reply === undefined) {
      call.state = "failed";
      throw exhausted(this.#script.length, call);
    }
    return { call, answer: planAnswer(reply, call, position) };
  }

  /** The deltas of an answer in their time; ends with the signal's reason as soon as it fires. */
  async *#play(
    call: Writable<ScriptedCall>,
    answer: PlannedAnswer,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<ChatDelta> {
    const clock = this.#clock;
    const onAbort = () => {
      call.abortedAt = clock.now();
    };
    signal?.addEventListener("abort", onAbort, { once: true });
    try {
      if (signal?.aborted) onAbort();
      throwIfAborted(signal);
      if (answer.delayMs > 0) await sleep(answer.delayMs, { signal, clock });
      if (answer.reasoning !== "") yield { type: "reasoning", text: answer.reasoning };
      for (const text of answer.tokens) {
        if (answer.tokenDelayMs > 0) await sleep(answer.tokenDelayMs, { signal, clock });
        throwIfAborted(signal);
        call.tokenCount += 1;
        yield { type: "text", text };
      }
      if (answer.isHanging) await untilAborted(signal);
      if (answer.failure !== undefined) throw answer.failure.error;
      call.state = "answered";
    } finally {
      if (call.state === "running") call.state = "failed";
      signal?.removeEventListener("abort", onAbort);
    }
  }
}

function untilAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal === undefined) return;
    if (signal.aborted) reject(abortReason(signal));
    else signal.addEventListener("abort", () => reject(abortReason(signal)), { once: true });
  });
}

function exhausted(length: number, { messages }: ScriptedCall) {
  return stepErrors.create("SCRIPT_EXHAUSTED", {
    message: `The script has ${length} replies and the model was called once more, with "${messages.at(-1)?.text ?? ""}" as the last message.`,
    hint: "Add a reply to the script, or find out who makes the extra call: the model's `calls` hold all of them.",
  });
}
