import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readEventStream, type ServerSentEvent } from "./event-stream.ts";

const encoder = new TextEncoder();

function bodyOf(chunks: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
}

async function readAll(chunks: readonly Uint8Array[]): Promise<ServerSentEvent[]> {
  return await Array.fromAsync(readEventStream(bodyOf(chunks)));
}

/** Cuts the bytes at the given places. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const ends = [...places.map((place) => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return ends.map((end, index) => bytes.slice(ends[index - 1] ?? 0, end));
}

describe("readEventStream", () => {
  it("gives name, data and id of each event and skips heartbeats", async () => {
    const text = 'id: 0\nevent: run-started\ndata: {"a":1}\n\n: heartbeat\n\ndata: plain\n\n';
    expect(await readAll([encoder.encode(text)])).toEqual([
      { event: "run-started", data: '{"a":1}', id: "0" },
      { event: "message", data: "plain" },
    ]);
  });

  it("reads the same events wherever the network cuts the bytes, even inside a character", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: "grapheme", minLength: 1 }), { minLength: 1, maxLength: 5 }),
        fc.array(fc.nat(2_000), { maxLength: 12 }),
        async (texts, places) => {
          const sent = texts.map((text, seq) => ({ seq, text }));
          const wire = sent.map(
            (each) => `id: ${each.seq}\nevent: text-delta\ndata: ${JSON.stringify(each)}\n\n`,
          );
          const events = await readAll(cut(encoder.encode(wire.join("")), places));
          expect(events.map((event) => JSON.parse(event.data))).toEqual(sent);
        },
      ),
    );
  });

  it("drops an event that the connection cut off", async () => {
    expect(await readAll([encoder.encode('data: {"whole":1}\n\ndata: {"half":')])).toHaveLength(1);
  });

  it("cancels the body when the reader leaves early", async () => {
    const cancelled = Promise.withResolvers<void>();
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(encoder.encode("data: x\n\n")),
      cancel: () => cancelled.resolve(),
    });
    for await (const event of readEventStream(body)) {
      expect(event.data).toBe("x");
      break;
    }
    await cancelled.promise;
  });
});
