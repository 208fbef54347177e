import { SpanKind } from "@opentelemetry/api";
import type { KnownEvent } from "../events/foreign-events.ts";
import { CallTexts } from "../log/call-texts.ts";
import { modelOf, NAMES, parametersOf, usageOf } from "./attributes.ts";
import { inputMessages, jsonText, outputMessages } from "./content.ts";
import { callKey, type SpanBook, timeOf } from "./span-book.ts";

type Of<Type extends KnownEvent["type"]> = Extract<KnownEvent, { readonly type: Type }>;

/** Spans of model calls and tool calls. */
export class CallSpans {
  readonly #book: SpanBook;
  readonly #hasContent: boolean;
  readonly #texts = new CallTexts({ keepsText: true });

  constructor(book: SpanBook, { content }: { readonly content: boolean }) {
    this.#book = book;
    this.#hasContent = content;
  }

  observe(event: KnownEvent): void {
    switch (event.type) {
      case "model-started":
        this.#modelBegins(event);
        break;
      case "text-delta":
        this.#texts.add(callKey("model", event), event.text);
        break;
      case "model-retried":
        this.#noteRetry("model", event);
        break;
      case "model-fell-back":
        this.#modelFallsBack(event);
        break;
      case "model-finished":
        this.#modelEnds(event);
        break;
      case "tool-started":
        this.#toolBegins(event);
        break;
      case "tool-retried":
        this.#noteRetry("tool", event);
        break;
      case "tool-finished":
        this.#toolEnds(event);
        break;
      default:
      // Runs and steps have spans of their own.
    }
  }

  #modelBegins(event: Of<"model-started">): void {
    const { model, request, runId, step, label } = event;
    const ofModel = modelOf(model, request);
    const key = callKey("model", event);
    this.#book.begin(key, {
      event,
      kind: "model",
      name: model,
      title: `chat ${ofModel[NAMES.model]}`,
      parent: this.#book.contextOf(runId, step, label),
      spanKind: SpanKind.CLIENT,
      attributes: {
        [NAMES.operation]: "chat",
        ...ofModel,
        ...parametersOf(request),
        ...(this.#hasContent && inputMessages(request)),
      },
    });
    if (this.#hasContent) this.#texts.begin(key, model);
  }

  #noteRetry(kind: "model" | "tool", event: Of<"model-retried"> | Of<"tool-retried">): void {
    const span = this.#book.open.get(callKey(kind, event))?.span;
    span?.addEvent("retry", { [NAMES.error]: event.error.code }, timeOf(event));
  }

  #modelFallsBack(event: Of<"model-fell-back">): void {
    const span = this.#book.open.get(callKey("model", event))?.span;
    if (span === undefined) return;
    const { from, to, request, error } = event;
    const ofModel = modelOf(to, request);
    span.addEvent("fallback", { from, to, [NAMES.error]: error.code }, timeOf(event));
    span.setAttributes(ofModel);
    span.updateName(`chat ${ofModel[NAMES.model]}`);
  }

  #modelEnds(event: Of<"model-finished">): void {
    const { finishReason, usage, error } = event;
    const key = callKey("model", event);
    const said = this.#texts.end(key);
    const attributes = {
      ...(finishReason !== undefined && { [NAMES.finishReasons]: [finishReason] }),
      ...usageOf(usage),
      ...(said !== undefined && outputMessages(said.text, finishReason)),
    };
    this.#book.end(key, event, attributes, error);
  }

  #toolBegins(event: Of<"tool-started">): void {
    const { tool, callId, runId, step, label } = event;
    this.#book.begin(callKey("tool", event), {
      event,
      kind: "tool",
      name: tool,
      title: `execute_tool ${tool}`,
      parent: this.#book.contextOf(runId, step, label),
      attributes: {
        [NAMES.operation]: "execute_tool",
        [NAMES.tool]: tool,
        [NAMES.toolType]: "function",
        [NAMES.toolCall]: callId,
        ...(this.#hasContent && { [NAMES.toolArguments]: jsonText(event.arguments) }),
      },
    });
  }

  #toolEnds(event: Of<"tool-finished">): void {
    const hasResult = this.#hasContent && event.result !== undefined;
    const attributes = hasResult ? { [NAMES.toolResult]: jsonText(event.result) } : {};
    this.#book.end(callKey("tool", event), event, attributes, event.error);
  }
}
