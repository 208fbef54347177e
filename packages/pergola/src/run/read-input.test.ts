import { expect, test } from "vitest";
import { readInput } from "./read-input.ts";

const { signal } = new AbortController();
const from = (...chunks: readonly (string | Uint8Array)[]) => ({
  signal,
  stdin: (async function* () {
    yield* chunks;
  })(),
});

test("an argument is JSON, and without one there is no message", async () => {
  expect(await readInput('{"a":[1,null]}', from())).toEqual({ a: [1, null] });
  expect(await readInput(undefined, from("1"))).toBeUndefined();
});

test("- reads stdin to its end, also when a character comes in two parts", async () => {
  const bytes = new TextEncoder().encode('"ä👋"\n');
  for (let at = 0; at <= bytes.length; at++)
    expect(await readInput("-", from(bytes.slice(0, at), bytes.slice(at)))).toBe("ä👋");
});

test.each<[string, string, readonly (string | Uint8Array)[], string]>([
  ["a text without quotes", "hello", [], "The input is no JSON"],
  ["an empty text", " ", [], "The input is empty"],
  ["nothing on stdin", "-", [], "What stdin gave is empty"],
  ["two documents", "-", ["1\n", "2\n"], "What stdin gave is no JSON"],
  ["bytes that are no text", "-", [new Uint8Array([0x22, 0xff, 0x22])], "What stdin gave is not UTF-8"],
  ["more than can be", "-", Array(65).fill(new Uint8Array(1024 * 1024)), "expected less"],
])("it is no input: %s", async (_, input, chunks, message) => {
  await expect(readInput(input, from(...chunks))).rejects.toMatchObject({
    code: "INVALID_INPUT",
    message: expect.stringContaining(message),
    hint: expect.stringContaining(`'"a text"'`),
  });
});

test("the signal ends the wait for stdin", async () => {
  const ending = new AbortController();
  const never = {
    async *[Symbol.asyncIterator]() {
      await new Promise(() => {});
    },
  };
  const reading = readInput("-", { stdin: never as AsyncIterable<string>, signal: ending.signal });
  ending.abort(new Error("enough"));
  await expect(reading).rejects.toThrow("enough");
});
