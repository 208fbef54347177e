import { expect, test } from "vitest";
import { z } from "zod";
import { thrownCode } from "./held-node.test-helper.ts";
import { createFlow, type NodeOptions, type NodePolicy, node } from "./index.ts";

const work = async (value: number) => value;
const define = (options: unknown, run: unknown = work) => node(options as NodeOptions, run as typeof work);

test("a node is frozen, and usable in several flows", async () => {
  const add = node({ name: "add" }, async (value: number) => value + 1);
  await using one = createFlow({ edges: [add.to()] });
  await using other = createFlow({ edges: [add.to()] });
  expect([await one.call(1), await other.call(2)]).toEqual([2, 3]);
  expect(Object.isFrozen(add)).toBe(true);
});

test.each([
  ["no options", undefined],
  ["no name", {}],
  ["an empty name", { name: "" }],
  ["the name egress, which is a target", { name: "egress" }],
  ["an option that there is not", { name: "a", retries: 3 }],
  ["a queueSize below 0", { name: "a", queueSize: -1 }],
  ["a queueSize that is not whole", { name: "a", queueSize: 1.5 }],
  ["an input that is no schema", { name: "a", input: {} }],
  ["an output that is no schema", { name: "a", output: "string" }],
  ["subflows that are none", { name: "a", subflows: { inner: 5 } }],
  ["subflows that are no object", { name: "a", subflows: "inner" }],
])("a node with %s is refused when it is made", (_, options) => {
  expect(thrownCode(() => define(options))).toBe("INVALID_NODE");
});

test("a node without a function is refused when it is made", () => {
  expect(thrownCode(() => define({ name: "a" }, "work"))).toBe("INVALID_NODE");
});

test("the error of a definition names the node and what was expected", () => {
  expect(() => define({ name: "greet", queueSize: -1 })).toThrow(
    'Node "greet" has queueSize -1; expected a whole number of at least 0 (0: no bound).',
  );
});

const wrong: readonly (readonly [string, unknown, string])[] = [
  ["validate", "yes", "one of both, in, out, none"],
  ["timeoutMs", 0, "a number above 0"],
  ["timeoutMs", Number.NaN, "a number above 0"],
  ["maxRetries", -1, "a whole number of at least 0"],
  ["maxRetries", 0.5, "a whole number of at least 0"],
  ["backoffBaseMs", -1, "a number of at least 0"],
  ["backoffFactor", 0.5, "a number of at least 1"],
  ["maxBackoffMs", -1, "a number of at least 0"],
  ["jitter", 1, "one of true, false"],
  ["retryIf", true, "a function"],
  ["concurrency", 0, "a whole number of at least 1"],
  ["unordered", "yes", "one of true, false"],
];
test.each(wrong)("a policy with %s = %j is refused: it is to be %s", (key, value, expected) => {
  const policy = { [key]: value } as NodePolicy;
  expect(thrownCode(() => define({ name: "a", policy }))).toBe("INVALID_NODE");
  expect(() => define({ name: "a", policy })).toThrow(`${key} = ${String(value)}; expected ${expected}`);
});

test("a policy with a key that there is not is refused, naming those there are", () => {
  expect(() => define({ name: "a", policy: { retries: 3 } })).toThrow(
    /one of the keys timeoutMs, maxRetries/,
  );
});

test("a key of a policy that is undefined is as if it were left out", async () => {
  const policy = { maxRetries: undefined, concurrency: undefined } as unknown as NodePolicy;
  await using flow = createFlow({ edges: [define({ name: "a", policy }).to()] });
  expect(await flow.call(1)).toBe(1);
});

test("two nodes with one name are refused when the flow is made, naming it", () => {
  const one = node({ name: "same" }, work);
  const other = node({ name: "same" }, work);
  const make = () => createFlow({ edges: [one.to(other)] });
  expect(thrownCode(make)).toBe("INVALID_FLOW");
  expect(make).toThrow('two nodes with the name "same"');
});

test("types and values flow from schema to schema through the graph", async () => {
  const parse = node({ name: "parse", input: z.string(), output: z.array(z.string()) }, (text) =>
    text.split(" "),
  );
  const count = node({ name: "count", input: z.array(z.string()) }, (words) => words.length);
  await using flow = createFlow({ edges: [parse.to(count)] });
  const answer: number | undefined = await flow.call("a b c");
  expect(answer).toBe(3);
});
