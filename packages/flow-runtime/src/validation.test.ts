import { expect, test, vi } from "vitest";
import { z } from "zod";
import { codeOf, settle, thrownCode } from "./held-node.test-helper.ts";
import { createFlow, type FlowError, node, type StandardSchema, type Validate, withMeta } from "./index.ts";

const positive = z.number().positive();

/** Sends a number through a node that negates it; both must be positive if they are checked. */
async function through(value: number, validate?: Validate) {
  const policy = validate === undefined ? {} : { validate };
  const negate = node({ name: "negate", input: positive, output: positive, policy }, (it) => -it);
  await using flow = createFlow({ edges: [negate.to()] });
  return await flow.call(value).catch((error: FlowError) => error.details["side"]);
}

test("by default input and output are checked", async () => {
  expect([await through(-1), await through(1)]).toEqual(["input", "output"]);
});
test.each([
  ["both", "input", "output"],
  ["in", "input", -1],
  ["out", 1, "output"],
  ["none", 1, -1],
] as const)("with validate: %s a bad input gives %s and a bad output %s", async (validate, input, output) => {
  expect([await through(-1, validate), await through(1, validate)]).toEqual([input, output]);
});

test("what is checked is the payload inside the envelope", async () => {
  const check = node({ name: "check", input: z.strictObject({ id: z.number() }) }, async ({ id }) => id);
  await using flow = createFlow({ edges: [check.to()] });
  expect(await flow.call({ id: 7 }, { meta: { more: 1 }, headers: { topic: "t" } })).toBe(7);
});

test("a node receives the value as its schema makes it", async () => {
  const options = {
    name: "read",
    input: z.object({ id: z.coerce.number(), tag: z.string().default("none") }),
  };
  const read = node(options, async (value) => value);
  await using flow = createFlow({ edges: [read.to()] });
  expect(await flow.call({ id: "7" })).toEqual({ id: 7, tag: "none" });
});

test("a successor receives the value as the output schema makes it", async () => {
  const give = node({ name: "give", output: z.string().trim().toUpperCase() }, async (text: string) => text);
  const take = node({ name: "take" }, async (text: string) => `<${text}>`);
  await using flow = createFlow({ edges: [give.to(take)] });
  expect(await flow.call("  hello ")).toBe("<HELLO>");
});

test("what a node emits by hand goes as it is", async () => {
  const give = node({ name: "give", output: z.string().toUpperCase() }, async (text: string, context) => {
    await context.emit(text, { to: "take" });
  });
  const take = node({ name: "take" }, async (text: string) => text);
  await using flow = createFlow({ edges: [give.to(take)] });
  expect(await flow.call("hello")).toBe("hello");
});

test("a failed validation says where, what and why", async () => {
  const check = node({ name: "check", input: z.object({ user: z.object({ age: z.number() }) }) }, () => 1);
  await using flow = createFlow({ edges: [check.to()] });
  const error: FlowError = await flow.call({ user: { age: "x" } } as never).catch((thrown) => thrown);
  expect(error).toMatchObject({ code: "VALIDATION_FAILED", nodeName: "check", attempt: 1 });
  expect(error.message).toMatch(/^The input of node "check" does not fit its schema: user\.age: /);
});

test("a failed validation is not tried again", async () => {
  const validate = vi.fn((value: unknown) => ({ issues: [{ message: `bad ${value}` }] }));
  const input: StandardSchema<number> = { "~standard": { version: 1, vendor: "test", validate } };
  const policy = { maxRetries: 3, backoffBaseMs: 0 };
  await using flow = createFlow({ edges: [node({ name: "a", input, policy }, () => 1).to()] });
  expect(await codeOf(flow.call(1))).toBe("VALIDATION_FAILED");
  expect(validate).toHaveBeenCalledTimes(1);
});

test("a failed validation is tried again when retryIf says so", async () => {
  let tries = 0;
  const policy = { maxRetries: 3, backoffBaseMs: 0, retryIf: () => true };
  const output = z.number().min(3);
  const grow = node({ name: "grow", output, policy }, async (_: string) => ++tries);
  await using flow = createFlow({ edges: [grow.to()] });
  expect(await flow.call("go")).toBe(3);
});

test("a schema that answers later is waited for", async () => {
  const later = z.string().refine(async (text) => text !== "bad");
  const take = node({ name: "take", input: later, output: later }, async (text) => text);
  await using flow = createFlow({ edges: [take.to()] });
  expect(await flow.call("good")).toBe("good");
  expect(await codeOf(flow.call("bad"))).toBe("VALIDATION_FAILED");
});

test("a schema that throws fails the node", async () => {
  const validate = () => {
    throw new Error("broken schema");
  };
  const input: StandardSchema<number> = { "~standard": { version: 1, vendor: "test", validate } };
  await using flow = createFlow({ edges: [node({ name: "a", input }, () => 1).to()] });
  await expect(flow.call(1)).rejects.toMatchObject({ code: "NODE_EXCEPTION" });
});

test.each(["both", "in", "out"] as const)(
  "validate: %s at a node without schemas is refused when the flow is made",
  (validate) => {
    const bare = node({ name: "bare", policy: { validate } }, (value: number) => value);
    expect(thrownCode(() => createFlow({ edges: [bare.to()] }))).toBe("UNKNOWN_MODEL");
  },
);

test("validate: out at a node that has an input schema only is refused when the flow is made", () => {
  const half = node({ name: "half", input: z.number(), policy: { validate: "out" } }, (value) => value);
  expect(thrownCode(() => createFlow({ edges: [half.to()] }))).toBe("UNKNOWN_MODEL");
});

test("a node without schemas and without a word about validation takes anything", async () => {
  await using flow = createFlow({ edges: [node({ name: "any" }, (value: unknown) => value).to()] });
  expect(await flow.call({ a: 1 })).toEqual({ a: 1 });
});

test("the validator of a node is looked up once, however many messages come", async () => {
  let looks = 0;
  const schema = z.number();
  const input = {
    get "~standard"() {
      looks++;
      return schema["~standard"];
    },
  } as StandardSchema<number>;
  const take = node({ name: "take", input }, (value) => value);
  await using flow = createFlow({ edges: [take.to()] });
  flow.run();
  const before = looks;
  for (let value = 0; value < 10; value++) await flow.call(value);
  expect(looks - before).toBe(0);
});

test("with validation off no schema is ever asked", async () => {
  const validate = vi.fn((value: unknown) => ({ value: value as number }));
  const schema: StandardSchema<number> = { "~standard": { version: 1, vendor: "test", validate } };
  const options = { name: "off", input: schema, output: schema, policy: { validate: "none" } } as const;
  await using flow = createFlow({ edges: [node(options, (value) => value).to()] });
  expect(await flow.call(1)).toBe(1);
  expect(validate).not.toHaveBeenCalled();
});

test("what a node returns with meta is checked and made by its schema, and keeps its meta", async () => {
  const soon = z.coerce.number().refine(async (value) => value > 0);
  for (const output of [z.coerce.number().positive(), soon]) {
    const tell = node({ name: "tell", output }, (text: string) => withMeta(text as never, { from: "tell" }));
    const read = node({ name: "read" }, (value: number, { meta }) => [value, meta.from]);
    await using flow = createFlow({ edges: [tell.to(read)] });
    expect(await flow.call("7")).toEqual([7, "tell"]);
    expect(await codeOf(flow.call("-7"))).toBe("VALIDATION_FAILED");
  }
});

test("a schema that answers after its trace has ended begins nothing, and is counted", async () => {
  const answer = Promise.withResolvers<boolean>();
  const work = vi.fn();
  const slow = node({ name: "slow", input: z.number().refine(() => answer.promise) }, work);
  await using flow = createFlow({ edges: [slow.to()] });
  const call = codeOf(flow.call(1, { traceId: "t" }));
  flow.cancel("t");
  answer.resolve(true);
  expect([await call, work.mock.calls.length]).toEqual(["TRACE_CANCELLED", 0]);
  await settle();
  expect(flow.stats().zombieAttempts).toBe(1);
});

test("where a value is wrong is told for every form that a path may have", async () => {
  const issues = [
    { message: "is odd", path: ["list", 0, { key: "name" }] },
    { message: "is missing", path: [Symbol("id")] },
    { message: "is all wrong" },
  ];
  const input = { "~standard": { version: 1, vendor: "test", validate: () => ({ issues }) } } as const;
  await using flow = createFlow({ edges: [node({ name: "check", input }, () => 1).to()] });
  await expect(flow.call(1)).rejects.toThrow(
    "list.0.name: is odd; Symbol(id): is missing; the value: is all wrong.",
  );
});
