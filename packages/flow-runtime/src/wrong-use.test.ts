import { expect, test } from "vitest";
import { codeOf, heldNode, thrownCode } from "./held-node.test-helper.ts";
import { createFlow, currentTrace, mapConcurrent, node, withMeta } from "./index.ts";

const one = node({ name: "one" }, () => 1);

test.each([
  ["a node", one],
  ["null", null],
  ["a number", 5],
  ["a pair without a list", [one]],
  ["a pair with a stranger", [one, [5]]],
])("%s in place of an edge is an error that says how to write one", (_, edge) => {
  expect(() => createFlow({ edges: [edge] as never })).toThrow(
    expect.objectContaining({ code: "INVALID_FLOW", hint: expect.stringContaining("[a.to(b)]") }),
  );
});

test("an edge to something that is no node is an error of the flow", () => {
  const { to } = one as unknown as { to(this: unknown, target: unknown): never };
  expect(thrownCode(() => createFlow({ edges: [to.call(one, undefined)] }))).toBe("INVALID_FLOW");
});

test.each([
  ["null", null],
  ["a key that objects have anyway", { constructor: 1 }],
  ["a __proto__ out of JSON", JSON.parse('{ "__proto__": 1 }')],
])("a policy that is %s is refused", (_, policy) => {
  expect(thrownCode(() => node({ name: "one", policy }, () => 1))).toBe("INVALID_NODE");
});

test.each([5n, Symbol("name"), 5, null])("a name that is no text is refused: %s", (name) => {
  expect(thrownCode(() => node({ name: name as never }, () => 1))).toBe("INVALID_NODE");
});

test.each([[null], [5], [one]])("a target of emit that is no name is no successor: %#", async (to) => {
  const send = node({ name: "send" }, (_: number, { emit }) => emit(1, { to: to as never }));
  expect(await codeOf(createFlow({ edges: [send.to()] }).call(1))).toBe("UNKNOWN_TARGET");
});

test.each([Number.NaN, -1, "5", undefined])(
  "addTokens refuses %s, which would switch the budget off",
  async (count) => {
    const spend = node({ name: "spend" }, (_: number, { addTokens }) => addTokens(count as never));
    await expect(createFlow({ edges: [spend.to()] }).call(1)).rejects.toMatchObject({
      cause: { code: "INVALID_OPTIONS" },
    });
  },
);

test.each([undefined, null, 5])("a chunk whose text is %s is refused", async (text) => {
  const write = node({ name: "write" }, (_: number, { emitChunk }) => emitChunk({ text: text as never }));
  await expect(createFlow({ edges: [write.to()] }).call(1)).rejects.toMatchObject({
    cause: { code: "INVALID_OPTIONS" },
  });
});

test.each([
  { mode: "wait" },
  { mode: "drain", timeoutMs: Number.NaN },
  { mode: "drain", timeoutMs: -1 },
  { modus: "drain" },
])("stop refuses %o and stops nothing", async (options) => {
  const flow = createFlow({ edges: [one.to()] });
  flow.run();
  expect(await codeOf(flow.stop(options as never))).toBe("INVALID_OPTIONS");
  expect(await flow.call(1)).toBe(1);
});

test.each([null, 5, "now"])("options that are %s are refused", async (options) => {
  const flow = createFlow({ edges: [one.to()] });
  expect(await codeOf(flow.call(1, options as never))).toBe("INVALID_OPTIONS");
  expect(await codeOf(flow.emit(1, options as never))).toBe("INVALID_OPTIONS");
});

test("a second drain without a timeout waits for the first", async () => {
  const work = heldNode("work");
  const flow = createFlow({ edges: [work.to()] });
  const call = flow.call(1);
  const stops = [flow.stop({ mode: "drain" }), flow.stop({ mode: "drain" })];
  work.held[0]?.resolve("done");
  expect(await call).toBe("done");
  await Promise.all(stops);
  expect(flow.isRunning).toBe(false);
});

test("a second drain with a timeout shortens the first", async () => {
  const flow = createFlow({ edges: [heldNode("held").to()] });
  const call = codeOf(flow.call(1));
  const first = flow.stop({ mode: "drain" });
  await flow.stop({ mode: "drain", timeoutMs: 5 });
  await first;
  expect(await call).toBe("STOPPED");
});

test("ctx.emit takes what withMeta gives, as a return does", async () => {
  const send = node({ name: "send" }, async (value: number, { emit, emitNowait }) => {
    await emit(withMeta(value, { key: "awaited" }));
    emitNowait(withMeta(value, { key: "at once" }), { meta: { more: true } });
  });
  const read = node({ name: "read" }, (value: number, { meta }) => [value, meta]);
  const flow = createFlow({ edges: [send.to(read)] });
  const results: unknown[] = [];
  for await (const item of flow.stream(5)) results.push(item.type === "result" && item.value);
  expect(results).toEqual([
    [5, { key: "awaited" }],
    [5, { key: "at once", more: true }],
  ]);
});

test("mapConcurrent takes a text by its characters, and more places than items", async () => {
  expect(await mapConcurrent("abc", (letter) => letter.toUpperCase())).toEqual(["A", "B", "C"]);
  expect(await mapConcurrent([1], (item) => item, { concurrency: 2 ** 40 })).toEqual([1]);
});

test.each([undefined, 5, "", Symbol("id")])("a createId that gives no text is refused: %s", async (id) => {
  const flow = createFlow({ edges: [one.to()], createId: () => id as never });
  expect(await codeOf(flow.call(1))).toBe("INVALID_OPTIONS");
});

test("a trace that is written as JSON is what others may know of it", async () => {
  const tell = node({ name: "tell" }, (_: number, { trace }) => JSON.parse(JSON.stringify(trace)));
  expect(await createFlow({ edges: [tell.to()] }).call(1, { traceId: "t" })).toEqual({
    id: "t",
    headers: { tenant: "local", priority: 0 },
    createdAt: expect.any(Number),
  });
});

test("a schema may answer with a promise of another make", async () => {
  const later = (value: unknown) => {
    const promise = Promise.resolve({ value });
    // biome-ignore lint/suspicious/noThenProperty: what the test is about
    return { then: promise.then.bind(promise) } as unknown as Promise<{ value: unknown }>;
  };
  const schema = { "~standard": { version: 1, vendor: "other", validate: later } } as const;
  const same = node({ name: "same", input: schema, output: schema }, (value: unknown) => value);
  expect(await createFlow({ edges: [same.to()] }).call(7)).toBe(7);
});

test("what a node tries to change of its trace stays as it is, and there is nothing else to change", async () => {
  const spoil = node({ name: "spoil" }, (_: number, { trace }) => {
    const keys = ["id", "headers", "signal", "deadlineAt", "pending", "outcome", "extra"];
    const refused = keys.filter((key) => !Reflect.set(trace, key, "spoilt"));
    const isCurrent = currentTrace() === trace;
    return { refused: refused.length, own: Object.keys(trace), isCurrent, isAborted: trace.signal.aborted };
  });
  const last = node({ name: "last" }, (seen: object, { trace }) => ({ ...seen, id: trace.id }));
  await using flow = createFlow({ edges: [spoil.to(last)] });
  expect(await flow.call(1, { traceId: "t" })).toEqual({
    refused: 7,
    own: ["id", "headers", "createdAt", "deadlineAt", "parentTraceId"],
    isCurrent: true,
    isAborted: false,
    id: "t",
  });
});
