import { setImmediate } from "node:timers/promises";
import type { Answer } from "./answer.ts";
import { answerCompletion, answerFrames } from "./answer-wire.ts";
import { type EventStyle, eventText, eventWrites } from "./event-style.ts";
import type { Exchange } from "./exchange.ts";
import { errorBody, type VendorError } from "./vendor-error.ts";
import type { VendorReply } from "./vendor-reply.ts";

/** Something that goes wrong after `afterTokens` pieces of the answer. */
export type AnswerFault = { readonly afterTokens: number } & (
  | { readonly kind: "reset" | "hang" | "truncate" }
  | { readonly kind: "error"; readonly error: VendorError }
  /** Any text in the place of the next events; then the stream ends. */
  | { readonly kind: "raw"; readonly text: string }
);

export interface AnswerOptions {
  readonly style?: EventStyle;
  readonly fault?: AnswerFault;
  /** Leave out the closing `[DONE]`. Default false. */
  readonly omitDone?: boolean;
  /** The whole stream in one write, so that readers get all of it at once. Default false. */
  readonly isBurst?: boolean;
}

/** Says the answer: as events when the caller asked for a stream, else as one JSON object. */
export function answerReply(answer: Answer, options: AnswerOptions = {}): VendorReply {
  return {
    play(exchange) {
      if (!exchange.isStreaming) return playJson(exchange, answer, options);
      if (options.isBurst === true) return playBurst(exchange, answer, options.style);
      return playStream(exchange, answer, options);
    },
  };
}

async function playBurst(exchange: Exchange, answer: Answer, style?: EventStyle): Promise<void> {
  const events = answerFrames(answer, exchange.request).map((frame) => eventText(frame.data, style));
  streamHead(exchange);
  await exchange.write([...events, eventText("[DONE]", style)].join(""));
  for (const _ of events) exchange.countFrame();
  exchange.end();
}

/** Begins an event stream. */
export function streamHead(exchange: Exchange): void {
  exchange.head(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache" });
}

/** Sends one event. */
export async function sendEvent(exchange: Exchange, data: unknown, style?: EventStyle): Promise<void> {
  for (const bytes of eventWrites(eventText(data, style), style)) {
    await exchange.write(bytes);
    // A turn of the event loop between two writes, else a reader in the same process gets them joined.
    await setImmediate();
  }
  exchange.countFrame();
}

async function playStream(exchange: Exchange, answer: Answer, options: AnswerOptions): Promise<void> {
  const { style, fault } = options;
  streamHead(exchange);
  if (style?.hasByteOrderMark) await exchange.write("\uFEFF");
  let tokens = 0;
  for (const frame of answerFrames(answer, exchange.request)) {
    if (frame.isToken || isLastWord(frame.data)) {
      if (fault !== undefined && tokens >= fault.afterTokens) return playFault(exchange, fault, style);
      tokens += 1;
      if (answer.delayMs) await exchange.pause(answer.delayMs);
    }
    await sendEvent(exchange, frame.data, style);
  }
  if (options.omitDone !== true) await exchange.write(eventText("[DONE]", style));
  exchange.end();
}

async function playFault(exchange: Exchange, fault: AnswerFault, style?: EventStyle): Promise<void> {
  switch (fault.kind) {
    case "reset":
      return exchange.reset();
    case "hang":
      return exchange.hang();
    case "truncate":
      return exchange.end();
    case "error":
      await sendEvent(exchange, errorBody(fault.error), style);
      return exchange.end();
    case "raw":
      await exchange.write(fault.text);
      return exchange.end();
    default:
      fault satisfies never;
  }
}

async function playJson(exchange: Exchange, answer: Answer, { fault }: AnswerOptions): Promise<void> {
  const text = JSON.stringify(answerCompletion(answer, exchange.request));
  const pieces = (answer.tokens?.length ?? 0) + (answer.reasoning?.length ?? 0);
  if (answer.delayMs) await exchange.pause(answer.delayMs * pieces);
  exchange.head(200, { "content-type": "application/json" });
  if (fault === undefined) return exchange.end(text);
  if (fault.kind === "error") return exchange.end(JSON.stringify(errorBody(fault.error)));
  await exchange.write(text.slice(0, text.length / 2));
  return playFault(exchange, fault);
}

/** Whether the event carries the finish reason: a fault after the last piece comes before it. */
function isLastWord(data: Readonly<Record<string, unknown>>): boolean {
  const choices = data.choices as readonly { readonly finish_reason: unknown }[];
  return choices[0] !== undefined && choices[0].finish_reason !== null;
}
