import { flowErrors } from "../errors.ts";
import { NO_META } from "../meta.ts";
import type { ChunkInit, StreamChunk } from "../stream-chunk.ts";
import type { Attempt } from "./attempt.ts";
import { Blocked } from "./blocked.ts";
import type { Envelope } from "./envelope.ts";
import { RingQueue } from "./ring-queue.ts";
import type { Trace } from "./trace.ts";
import { DONE, whenTaken } from "./when-taken.ts";

/** Most streams of one trace that are open at once. */
const MOST_STREAMS = 1_024;

/** Hands a chunk to the reader of the trace; a node whose reader is slow gives its place to other traces meanwhile. */
export function emitChunk(attempt: Attempt, envelope: Envelope, given: ChunkInit): Promise<void> {
  const chunk = makeChunk(attempt, envelope, given);
  const { trace } = envelope;
  const { engine } = attempt.node;
  // Whoever was told may have ended the trace.
  if (attempt.isAbandoned) return DONE;
  if ((trace.waiting === undefined || trace.waiting.length === 0) && trace.sink.chunk(chunk))
    return engine.breath.isDue() ? new Promise((resolve) => engine.breath.wait(resolve)) : DONE;
  const blocked = new Blocked(trace, chunk, attempt);
  attempt.outstanding++;
  if (engine.events !== undefined && Number.isNaN(attempt.blockedSince))
    attempt.blockedSince = engine.clock.monotonic();
  trace.waiting ??= new RingQueue();
  trace.waiting.push(blocked);
  blocked.parkSender();
  return whenTaken(blocked, attempt);
}

/** Gives a chunk its place in its stream, and says so. @throws STREAM_ORDER */
export function makeChunk(attempt: Attempt, { trace }: Envelope, given: ChunkInit): StreamChunk {
  const { engine, name: nodeName } = attempt.node;
  const chunk = toChunk(trace, nodeName, attempt.attempt, given);
  const { streamId, seq } = chunk;
  engine.events?.tell("chunk-emitted", trace, { nodeName, attempt: chunk.attempt, streamId, seq });
  return chunk;
}

function toChunk(trace: Trace, nodeName: string, attempt: number, given: ChunkInit): StreamChunk {
  const { text, streamId = trace.id, done = false, meta = NO_META } = given;
  if (typeof text !== "string") throw noText(nodeName, text);
  const seq = nextSeq(trace, streamId, given.seq);
  trace.streams ??= new Map();
  if (done) trace.streams.delete(streamId);
  else trace.streams.set(streamId, seq + 1);
  if (trace.streams.size > MOST_STREAMS) throw tooManyStreams();
  return Object.freeze({ traceId: trace.id, streamId, seq, text, done, meta, nodeName, attempt });
}

function nextSeq({ streams }: Trace, streamId: string, given: number | undefined): number {
  const next = streams?.get(streamId) ?? 0;
  if (given === undefined) return next;
  if (Number.isInteger(given) && given >= next) return given;
  throw flowErrors.create("STREAM_ORDER", {
    message: `A chunk of stream "${streamId}" has seq ${given}; expected a whole number of at least ${next}.`,
    hint: "Leave seq out: the runtime counts.",
    details: { streamId, seq: given, next },
  });
}

function noText(node: string, text: unknown) {
  return flowErrors.create("INVALID_OPTIONS", {
    message: `Node "${node}" sent a chunk whose text is ${text === null ? "null" : `a thing of type ${typeof text}`}; expected a text.`,
    hint: 'Leave such a chunk out; the last one may be empty: emitChunk({ text: "", done: true }).',
    details: { node },
  });
}

function tooManyStreams() {
  return flowErrors.create("QUEUE_FULL", {
    message: `A trace has more than ${MOST_STREAMS} open streams.`,
    hint: "End streams with done: true, or use one streamId.",
  });
}
