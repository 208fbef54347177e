import fc from "fast-check";
import { expect, test } from "vitest";
import { createFlow, node, type StreamChunk, toServerSentEvent, toWebSocketFrame } from "../index.ts";

const CHUNK: StreamChunk = {
  traceId: "t1",
  streamId: "s1",
  seq: 0,
  text: "one\ntwo",
  done: false,
  meta: {},
  nodeName: "say",
  attempt: 1,
};

interface ParsedEvent {
  readonly event: string;
  readonly data: string;
}

/** Reads a stream of server-sent events as the standard says: three kinds of line ends, fields, blank lines. */
function parse(stream: string): ParsedEvent[] {
  const events: ParsedEvent[] = [];
  let event = "message";
  let data: string[] = [];
  for (const line of stream.split(/\r\n|\n|\r/)) {
    const [, field, value = ""] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === "event") event = value;
    if (field === "data") data.push(value);
    if (line !== "" || data.length === 0) continue;
    events.push({ event, data: data.join("\n") });
    event = "message";
    data = [];
  }
  return events;
}

const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc
    .array(
      fc.constantFrom("\r", "\n", "\r\n", "\u2028", "\u0000", "\ud800", ": ", "data: x", "ä", "👋", "\ufeff"),
    )
    .map((parts) => parts.join("")),
);

test("a server-sent event is an event of a line of JSON", () => {
  expect(toServerSentEvent(CHUNK)).toBe(
    'event: chunk\ndata: {"type":"chunk","traceId":"t1","streamId":"s1","seq":0,"text":"one\\ntwo","done":false,"nodeName":"say","attempt":1,"meta":{}}\n\n',
  );
});

test("a WebSocket frame is JSON that says its type", () => {
  expect(toWebSocketFrame({ type: "chunk", ...CHUNK })).toBe(toWebSocketFrame(CHUNK));
  expect(JSON.parse(toWebSocketFrame(CHUNK))).toEqual({ type: "chunk", ...CHUNK });
});

test("any text comes through a server-sent event as it was, chunk after chunk", () => {
  fc.assert(
    fc.property(fc.array(fc.record({ text: anyText, streamId: anyText }), { maxLength: 5 }), (given) => {
      const chunks = given.map((each, seq) => ({ ...CHUNK, ...each, seq }));
      // Over the wire it is UTF-8.
      const bytes = Buffer.from(chunks.map(toServerSentEvent).join(""), "utf8");
      const read = parse(bytes.toString("utf8"));
      expect(read.map(({ event }) => event)).toEqual(chunks.map(() => "chunk"));
      expect(read.map(({ data }) => JSON.parse(data))).toEqual(
        chunks.map((chunk) => ({ type: "chunk", ...chunk })),
      );
    }),
  );
});

test("the items of a stream go over the wire, results without the meta of their trace", async () => {
  const say = node({ name: "say" }, async (text: string, ctx) => {
    await ctx.emitChunk({ text, meta: { lang: "en" }, done: true });
    return { length: text.length };
  });
  await using flow = createFlow({ edges: [say.to()] });
  const frames: unknown[] = [];
  for await (const item of flow.stream("hi", { traceId: "t", meta: { token: "secret" } }))
    frames.push(JSON.parse(toWebSocketFrame(item)));
  expect(frames).toMatchObject([
    { type: "chunk", text: "hi", meta: { lang: "en" } },
    { type: "result", traceId: "t", value: { length: 2 } },
  ]);
  expect(JSON.stringify(frames)).not.toContain("secret");
});

test("what JSON cannot say is a coded error", () => {
  const item = { type: "result", traceId: "t", value: 1n, meta: {} } as const;
  expect(() => toServerSentEvent(item)).toThrow(expect.objectContaining({ code: "INVALID_OPTIONS" }));
});
