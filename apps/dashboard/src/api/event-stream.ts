import { EventSourceParserStream } from "eventsource-parser/stream";

/** One server-sent event. */
export interface ServerSentEvent {
  readonly event: string;
  readonly data: string;
  readonly id?: string;
}

/** Largest event that is read, in characters; a longer one ends the stream with an error. */
const MAX_EVENT_CHARS = 8 * 1024 * 1024;

/** Reads a `text/event-stream` body event by event. Leaving the iteration cancels the body. */
export async function* readEventStream(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  const events = body
    .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
    .pipeThrough(new EventSourceParserStream({ maxBufferSize: MAX_EVENT_CHARS }));
  const reader = events.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield {
        event: value.event ?? "message",
        data: value.data,
        ...(value.id !== undefined && { id: value.id }),
      };
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
