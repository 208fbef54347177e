import type { StreamItem } from "@pergola/flow-runtime";
import { expect, test } from "vitest";
import { keepOutput } from "../cli/run-cli.test-helper.ts";
import { textPrinter } from "./text-printer.ts";

const chunk = (text: string, streamId = "a", attempt = 1): StreamItem => ({
  ...{ type: "chunk", traceId: "t", seq: 0, done: false, meta: {}, nodeName: "say" },
  ...{ text, streamId, attempt },
});
const result = (value: unknown): StreamItem => ({ type: "result", traceId: "t", value, meta: {} });

async function print(...items: readonly StreamItem[]): Promise<string> {
  const stdout = keepOutput();
  const printer = textPrinter({ stdout, signal: new AbortController().signal }, undefined);
  for (const item of items) await printer.item(item);
  await printer.end({ traceId: "t", outcome: "completed" });
  return stdout.kept.text;
}

test("chunks of a stream are one text, and the end is the end of a line", async () => {
  expect(await print(chunk("Hel"), chunk("lo"))).toBe("Hello\n");
  expect(await print(chunk("Hello\n"), chunk(""))).toBe("Hello\n");
  expect(await print()).toBe("");
});

test("another stream, another try and a result begin a line", async () => {
  const items = [
    chunk("a1"),
    chunk("b", "b"),
    chunk("a2"),
    chunk("again", "a", 2),
    result("done"),
    result(7),
  ];
  expect(await print(...items)).toBe("a1\nb\na2\nagain\ndone\n7\n");
});

test.each([
  ["a text", "two\nlines", "two\nlines"],
  ["an object", { a: [1] }, '{\n  "a": [\n    1\n  ]\n}'],
  ["what JSON cannot say", 10n, "10n"],
  ["a map, of which JSON shows nothing", { seen: new Map([["a", 1]]) }, "{ seen: Map(1) { 'a' => 1 } }"],
  ["a function", Math.max, "[Function: max]"],
  ["undefined", undefined, "undefined"],
])("a result is shown: %s", async (_, value, text) => {
  expect(await print(result(value))).toBe(`${text}\n`);
});
