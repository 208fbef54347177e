// #region linear
import { node } from "@pergola/flow-runtime";
import { runOne } from "@pergola/testkit";
import { expect, test } from "vitest";
import { z } from "zod";

const parse = node({ name: "parse", input: z.string() }, (text) => text.split(" "));
const count = node({ name: "count" }, (words: string[]) => words.length);

test("words are counted", async () => {
  const run = await runOne({ edges: [parse.to(count)] }, "a b c");
  expect(run.result).toBe(3);
});
// #endregion
