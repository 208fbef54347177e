import type { Usage } from "@pergola/core";
import type { ChatCompletion, ChatDelta } from "@pergola/resources";
import { finishReasonFromWire } from "./finish-reason.ts";
import { ToolCallAssembler, type ToolCallDelta } from "./tool-call-assembler.ts";
import { usageFromWire } from "./usage.ts";
import type { WireChoice, WireChunk, WireDelta, WireToolCall } from "./wire-chunk.ts";

/** A piece of an answer, tool calls included. */
export type AnswerDelta = ChatDelta | ToolCallDelta;

/** Longest answer, in characters of text, reasoning and tool arguments together. */
const MAX_ANSWER_LENGTH = 16 * 1024 * 1024;

/** Puts the answer together from its chunks. The one place that reads what servers send. */
export class AnswerAssembler {
  #length = 0;
  #text = "";
  #reasoning = "";
  #finishReason: string | undefined;
  #usage: Usage | undefined;
  #model: string | undefined;
  #id: string | undefined;
  readonly #tools = new ToolCallAssembler();

  /** What the vendor has counted so far, if it said so. */
  get usage(): Usage | undefined {
    return this.#usage;
  }

  get isFinished(): boolean {
    return this.#finishReason !== undefined;
  }

  /**
   * Adds one chunk and appends what it says to `deltas`.
   *
   * @returns the chunk's text, if it said that and nothing else
   * @throws TypeError naming what is not as the protocol has it; RangeError beyond {@link MAX_ANSWER_LENGTH}
   */
  add(chunk: WireChunk, deltas: AnswerDelta[]): string | undefined {
    const before = deltas.length;
    this.#addHead(chunk);
    const { choices } = chunk;
    if (choices === undefined || choices === null) return undefined;
    if (!Array.isArray(choices)) throw new TypeError("`choices` is not a list");
    for (const choice of choices as readonly WireChoice[]) {
      if ((choice.index ?? 0) === 0) this.#addChoice(choice, deltas);
    }
    if (deltas.length !== before + 1 || chunk.usage || this.isFinished) return undefined;
    const [said] = deltas.slice(before);
    return said?.type === "text" ? said.text : undefined;
  }

  /** Adds text that is known to be the whole content of one chunk. */
  addText(text: string, deltas: AnswerDelta[]): void {
    this.#count(text);
    this.#text += text;
    deltas.push({ type: "text", text });
  }

  completion(): ChatCompletion {
    return {
      text: this.#text,
      ...(this.#reasoning !== "" && { reasoning: this.#reasoning }),
      toolCalls: this.#tools.calls,
      finishReason: finishReasonFromWire(this.#finishReason ?? ""),
      ...(this.#usage && { usage: this.#usage }),
      ...(this.#model !== undefined && { model: this.#model }),
      ...(this.#id !== undefined && { id: this.#id }),
    };
  }

  #addHead(chunk: WireChunk): void {
    if (this.#id === undefined && typeof chunk.id === "string" && chunk.id !== "") this.#id = chunk.id;
    if (this.#model === undefined && typeof chunk.model === "string") this.#model = chunk.model;
    if (chunk.usage) this.#usage = usageFromWire(chunk.usage);
  }

  #addChoice(choice: WireChoice, deltas: AnswerDelta[]): void {
    const delta = choice.delta ?? choice.message;
    if (delta) this.#addDelta(delta, deltas);
    if (choice.finish_reason) this.#finishReason = choice.finish_reason;
  }

  #addDelta(delta: WireDelta, deltas: AnswerDelta[]): void {
    const reasoning = delta.reasoning_content ?? delta.reasoning;
    if (typeof reasoning === "string" && reasoning !== "") {
      this.#count(reasoning);
      this.#reasoning += reasoning;
      deltas.push({ type: "reasoning", text: reasoning });
    }
    const text = contentText(delta.content);
    if (text !== "") this.addText(text, deltas);
    // A refusal is what the model has to say.
    if (typeof delta.refusal === "string" && delta.refusal !== "") this.addText(delta.refusal, deltas);
    if (delta.tool_calls) {
      for (const fragment of delta.tool_calls) this.#addToolCall(fragment, deltas);
    }
  }

  #addToolCall(fragment: WireToolCall, deltas: AnswerDelta[]): void {
    const added = this.#tools.add(fragment);
    this.#count(added.arguments);
    deltas.push(added);
  }

  #count(text: string): void {
    this.#length += text.length;
    if (this.#length <= MAX_ANSWER_LENGTH) return;
    throw new RangeError(`it is longer than ${MAX_ANSWER_LENGTH} characters`);
  }
}

/** Content is text; some servers send a list of text parts. */
function contentText(content: unknown): string {
  if (typeof content === "string") return content;
  if (content === undefined || content === null) return "";
  if (!Array.isArray(content)) throw new TypeError("`content` is neither text nor a list of parts");
  return (content as readonly { readonly text?: unknown }[])
    .map(({ text }) => (typeof text === "string" ? text : ""))
    .join("");
}
