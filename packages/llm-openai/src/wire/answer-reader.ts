import type { ChatCompletion } from "@pergola/resources";
import { type Failures, requestIdOf } from "../errors/failures.ts";
import { readVendorError } from "../errors/vendor-error.ts";
import { withUsage } from "../errors/with-usage.ts";
import { AnswerAssembler, type AnswerDelta } from "./answer-assembler.ts";
import type { ByteSource } from "./byte-source.ts";
import { createEventDecoder, type EventDecoder } from "./event-decoder.ts";
import type { WireChunk } from "./wire-chunk.ts";

/** Largest answer that is not streamed, in bytes. */
const MAX_JSON_BYTES = 16 * 1024 * 1024;

/** An answer being read. Both ways to the model, LangChain's and the direct one, read through it. */
export interface AnswerReader {
  /**
   * What one part from the network says, at least one piece; undefined when the answer is whole.
   *
   * @throws the `MODEL_…` errors, after everything that came before the failure was handed out.
   */
  next(): Promise<readonly AnswerDelta[] | undefined>;
  /** The whole answer; to be called after `next` gave undefined. */
  completion(): ChatCompletion;
  /** Closes the connection; safe to call at any time. */
  close(): void;
}

/** Reads events, or one JSON object from servers that do not stream. @throws MODEL_BAD_RESPONSE for anything else */
export function createAnswerReader(response: Response, source: ByteSource, failures: Failures): AnswerReader {
  const type = response.headers.get("content-type") ?? "";
  const requestId = requestIdOf(response);
  const assembler = new AnswerAssembler();
  if (type.includes("text/html")) {
    source.close();
    throw failures.badResponse("it is a page of HTML");
  }
  const next = type.includes("application/json")
    ? jsonReader(source, assembler, failures, requestId)
    : eventReader(source, assembler, failures, requestId);
  return { next, completion: () => assembler.completion(), close: source.close };
}

function eventReader(
  source: ByteSource,
  assembler: AnswerAssembler,
  failures: Failures,
  requestId: string | undefined,
): AnswerReader["next"] {
  const decoder = createEventDecoder(assembler, failures, requestId);
  const throwFailure = (): void => {
    if (decoder.failure === undefined) return;
    source.close();
    throw decoder.failure;
  };
  return async () => {
    try {
      throwFailure();
      while (!decoder.isDone) {
        const part = await source.read();
        const deltas = part === undefined ? decoder.end() : decoder.feed(part);
        if (deltas.length > 0) return deltas;
        throwFailure();
      }
    } catch (error) {
      throw withUsage(error, assembler.usage);
    }
    return whole(decoder, source);
  };
}

function whole(decoder: EventDecoder, source: ByteSource): undefined {
  if (decoder.isDone) source.release();
  return undefined;
}

function jsonReader(
  source: ByteSource,
  assembler: AnswerAssembler,
  failures: Failures,
  requestId: string | undefined,
): AnswerReader["next"] {
  let isRead = false;
  return async () => {
    if (isRead) return undefined;
    isRead = true;
    const text = await source.text(MAX_JSON_BYTES);
    const deltas: AnswerDelta[] = [];
    const body = parseJson(text, failures);
    const error = "error" in body && body.error ? readVendorError(body) : undefined;
    if (error !== undefined) throw failures.inStream(error, requestId);
    addWhole(body, text, { assembler, deltas, failures });
    return deltas.length > 0 ? deltas : undefined;
  };
}

interface Assembly {
  readonly assembler: AnswerAssembler;
  readonly deltas: AnswerDelta[];
  readonly failures: Failures;
}

function addWhole(body: WireChunk, text: string, { assembler, deltas, failures }: Assembly): void {
  try {
    assembler.add(body, deltas);
  } catch (error) {
    throw failures.badResponse(error instanceof Error ? error.message : String(error), text);
  }
  if (!assembler.isFinished) throw failures.badResponse("it has no choice with a finish reason", text);
}

function parseJson(text: string, failures: Failures): WireChunk {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return value;
  } catch {
    // Said below, with the text and without the parser's words for it.
  }
  throw failures.badResponse("it is not a JSON object", text);
}
