import type { Failures } from "../errors/failures.ts";
import { readVendorError } from "../errors/vendor-error.ts";
import type { AnswerAssembler, AnswerDelta } from "./answer-assembler.ts";
import { createEventParser } from "./event-parser.ts";
import { TextTemplate } from "./text-template.ts";
import type { WireChunk } from "./wire-chunk.ts";

/** Longest event, in characters: more than this without an end is not an answer. */
const MAX_EVENT_LENGTH = 1024 * 1024;

const DONE = "[DONE]";

/** Turns the bytes of an event stream into pieces of an answer. */
export interface EventDecoder {
  /** `[DONE]` came, or the stream ended after a finish reason. */
  readonly isDone: boolean;
  /** What ended the answer badly. Pieces that came before it are handed out first. */
  readonly failure: Error | undefined;
  /** Takes one part of the network, whole, in one go. */
  feed(bytes: Uint8Array): readonly AnswerDelta[];
  /** The stream has ended. */
  end(): readonly AnswerDelta[];
}

export function createEventDecoder(
  assembler: AnswerAssembler,
  failures: Failures,
  requestId: string | undefined,
): EventDecoder {
  const decoder = new TextDecoder();
  const template = new TextTemplate();
  let deltas: AnswerDelta[] = [];
  let isDone = false;
  let failure: Error | undefined;
  let hasBytes = false;
  /** An event or a comment came: this is an event stream, even if it ends early. */
  let isEventStream = false;

  const onData = (source: string, start: number, end: number): void => {
    if (isDone || failure !== undefined) return;
    isEventStream = true;
    try {
      const text = template.match(source, start, end);
      if (text === undefined) onOther(source.slice(start, end));
      else assembler.addText(text, deltas);
    } catch (error) {
      failure = failures.badResponse(whatIsWrong(error), source.slice(start, end));
    }
  };
  const onOther = (data: string): void => {
    if (data === DONE) {
      if (assembler.isFinished) isDone = true;
      else failure = failures.broken("`[DONE]` came without a finish reason");
      return;
    }
    const chunk = JSON.parse(data) as WireChunk;
    if (chunk.error) {
      failure = failures.inStream(readVendorError(chunk) ?? { message: data }, requestId);
      return;
    }
    const said = assembler.add(chunk, deltas);
    if (said !== undefined) template.learn(data, said);
  };
  const parser = createEventParser({
    maxLength: MAX_EVENT_LENGTH,
    onData,
    onComment() {
      isEventStream = true;
    },
    onTooLong() {
      failure ??= failures.badResponse(`an event is longer than ${MAX_EVENT_LENGTH} characters`);
    },
  });
  const take = (): readonly AnswerDelta[] => {
    const taken = deltas;
    deltas = [];
    return taken;
  };
  return {
    get isDone() {
      return isDone;
    },
    get failure() {
      return failure;
    },
    feed(bytes) {
      hasBytes ||= bytes.length > 0;
      if (failure === undefined) parser.feed(decoder.decode(bytes, { stream: true }));
      return take();
    },
    end() {
      if (failure !== undefined) return take();
      if (assembler.isFinished) isDone = true;
      else if (hasBytes && !isEventStream) failure = failures.badResponse("it has no server-sent event");
      else failure = failures.broken("it has no finish reason");
      return take();
    },
  };
}

function whatIsWrong(error: unknown): string {
  if (error instanceof SyntaxError) return "an event is not JSON";
  return error instanceof RangeError ? error.message : "an event is not a chat chunk";
}
