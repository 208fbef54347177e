import { createParser } from "eventsource-parser";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createEventParser } from "./event-parser.ts";

const UNLIMITED = 1_000_000;

/** What was told, in order. */
type Told = (["data" | "comment", string] | ["too-long"])[];

function byUs(parts: readonly string[], maxLength = UNLIMITED): Told {
  const told: Told = [];
  const parser = createEventParser({
    maxLength,
    onData: (source, start, end) => told.push(["data", source.slice(start, end)]),
    onComment: () => told.push(["comment", ""]),
    onTooLong: () => told.push(["too-long"]),
  });
  for (const part of parts) parser.feed(part);
  return told;
}

function byLibrary(parts: readonly string[]): Told {
  const told: Told = [];
  const parser = createParser({
    onEvent: ({ data }) => told.push(["data", data]),
    onComment: () => told.push(["comment", ""]),
  });
  for (const part of parts) parser.feed(part);
  return told;
}

/** The text as the network may bring it: bytes cut anywhere, also within a character. */
function decoded(text: string, sizes: readonly number[]): string[] {
  const bytes = new TextEncoder().encode(text);
  const decoder = new TextDecoder();
  const parts: string[] = [];
  for (let start = 0, turn = 0; start < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? bytes.length;
    parts.push(decoder.decode(bytes.subarray(start, start + size), { stream: true }));
    start += size;
  }
  return parts;
}

const value = fc.oneof(
  fc.constantFrom("", " ", "x", '{"a":1}', "[DONE]", ":", "data: y", "é🙂", "\uFEFF", "\0"),
  fc.string({ unit: "binary", maxLength: 8 }),
);
const frame = value.map((said) => `data: ${said.replace(/[\r\n]/g, "")}\n\n`);
const scrap = fc.oneof(
  fc.constantFrom("\n", "\n\n", "\r", "\r\n", "\r\n\r\n", "\r\n\n", ":", ": hi\n\n", "id: 7\n", "event: e\n"),
  fc.constantFrom("data", "data:", "data\n\n", "data:x\n\n", "datas: x\n\n", "retry: 1\n\n", "\uFEFF", "ï»¿"),
  fc.tuple(value, value).map(([one, other]) => `data: ${one}\ndata:${other}\n\n`),
  value,
);
const stream = fc
  .array(fc.oneof({ weight: 3, arbitrary: frame }, { weight: 1, arbitrary: scrap }), { maxLength: 30 })
  .map((parts) => parts.join(""));
const sizes = fc.array(fc.integer({ min: 1, max: 80 }), { minLength: 1, maxLength: 6 });

test("any text, cut into parts anywhere, is split as the library splits it", () => {
  fc.assert(
    fc.property(stream, sizes, (text, cuts) => {
      const parts = decoded(text, cuts);
      expect(byUs(parts)).toEqual(byLibrary(parts));
    }),
    { numRuns: 5_000 },
  );
});

test("with a limit the events are the same, up to one that is too long", () => {
  fc.assert(
    fc.property(stream, sizes, fc.constantFrom(6, 12, 40), (text, cuts, maxLength) => {
      const parts = decoded(text, cuts);
      const told = byUs(parts, maxLength);
      const all = byLibrary(parts);
      const isCut = told.at(-1)?.[0] === "too-long";
      expect(told).toEqual(isCut ? [...all.slice(0, told.length - 1), ["too-long"]] : all);
    }),
    { numRuns: 2_000 },
  );
});

test("every way to cut a stream in two or three gives the same events", () => {
  const text =
    '\uFEFFdata: {"a":1}\n\ndata: b\ndata: c\n\n: hi\n\ndata:d\n\nid: 1\r\n\r\ndata: e\n\ndata: f\n\n';
  const events = ['{"a":1}', "b\nc", "d", "e", "f"];
  for (let first = 0; first <= text.length; first++) {
    for (let second = first; second <= text.length; second++) {
      const parts = [text.slice(0, first), text.slice(first, second), text.slice(second)];
      const told = byUs(parts);
      expect(told.filter(([kind]) => kind === "data").map(([, data]) => data)).toEqual(events);
    }
  }
});

test("after an event that is too long nothing comes, also not from the same part", () => {
  const parts = ["data: first\n\n", "data: 01234", "56789\ndata: more\n\ndata: late\n\n", "data: later\n\n"];
  expect(byUs(parts, 8)).toEqual([["data", "first"], ["too-long"]]);
});

test("plain frames are cut out of the part that they came in, without a copy", () => {
  const sources: string[] = [];
  const parser = createEventParser({
    maxLength: 100,
    onData: (source) => sources.push(source),
    onComment: () => undefined,
    onTooLong: () => undefined,
  });
  const part = "data: a\n\ndata: b\n\n";
  parser.feed("data: 0\n\n");
  parser.feed(part);
  expect(sources).toEqual(["0", part, part]);
});
