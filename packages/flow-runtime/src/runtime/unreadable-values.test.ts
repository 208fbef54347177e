import { expect, test } from "vitest";
import { codeOf } from "../held-node.test-helper.ts";
import { createFlow, mergeMeta, node } from "../index.ts";

const trap = () => {
  throw new Error("it bites");
};

/** A flow of one node that does this. */
const doing = (run: () => unknown, maxRetries = 0) =>
  createFlow({ edges: [node({ name: "does", policy: { maxRetries, backoffBaseMs: 1 } }, run).to()] });

test.each([
  ["an object without a prototype", Object.create(null)],
  ["a proxy that throws", new Proxy({}, { get: trap, getPrototypeOf: trap, has: trap })],
  ["a proxy that says nothing of what it has", new Proxy({}, { has: trap })],
  ["an object that throws when it is made a text", { [Symbol.toPrimitive]: trap }],
  ["an error with a cause that cannot be told", new Error("x", { cause: { [Symbol.toPrimitive]: trap } })],
  ["an error whose message throws", Object.defineProperty(new Error("x"), "message", { get: trap })],
  ["an error whose cause throws", Object.defineProperty(new Error("x"), "cause", { get: trap })],
  ["undefined", undefined],
  ["a symbol", Symbol("thrown")],
])("a node may throw %s, and its trace ends", async (_, thrown) => {
  const flow = doing(async () => Promise.reject(thrown), 1);
  flow.on(() => undefined);
  expect(await codeOf(flow.call(1))).toBe("NODE_EXCEPTION");
  expect(flow.stats().traces).toBe(0);
});

test("what cannot be put into words may be thrown while messages of the node still wait", async () => {
  const first = node({ name: "first" }, async (_: number, { emit }) => {
    for (let copy = 0; copy < 4; copy++) void emit(copy);
    throw Object.create(null);
  });
  const never = node({ name: "never", queueSize: 1 }, () => new Promise(() => {}));
  const flow = createFlow({ edges: [first.to(never)] });
  expect(await codeOf(flow.call(1))).toBe("NODE_EXCEPTION");
});

test.each([
  // biome-ignore lint/suspicious/noThenProperty: what the test is about
  ["whose then throws", Object.defineProperty({}, "then", { get: trap })],
  ["that is a revoked proxy", revoked()],
])("a node that returns an object %s fails, and its trace ends", async (_, returned) => {
  const flow = doing(() => returned);
  expect(await codeOf(flow.call(1))).toBe("NODE_EXCEPTION");
  expect(flow.stats().traces).toBe(0);
});

// biome-ignore lint/suspicious/noThenProperty: what the tests are about
const withThen = (then: unknown): object => Object.fromEntries([["then", then]]);
const result = () => Object.defineProperty({}, "value", { get: trap, enumerable: true });
const issues = () => Object.defineProperty({}, "issues", { get: trap, enumerable: true });
test.each([
  ["whose value throws", result],
  ["that promises one whose value throws", async () => result()],
  [
    "that has a then, and gives one whose value throws",
    () => withThen((done: (it: object) => void) => done(result())),
  ],
  ["whose issues throw", issues],
  ["that promises one whose issues throw", async () => issues()],
  ["that is undefined", () => undefined],
  ["that is a promise of undefined", async () => undefined],
])("a schema that gives a result %s fails its node, and its trace ends", async (_, validate) => {
  const schema = { "~standard": { version: 1, vendor: "test", validate: validate as never } } as const;
  for (const side of ["input", "output"]) {
    const flow = createFlow({ edges: [node({ name: "checked", [side]: schema }, (it: number) => it).to()] });
    expect(await codeOf(flow.call(1))).toBe("NODE_EXCEPTION");
    expect(flow.stats().traces).toBe(0);
  }
});

// biome-ignore lint/suspicious/noThenProperty: what the test is about
const throwing = Object.defineProperty({}, "then", { get: trap });
test.each([
  ["a promise that never ends", new Promise(() => {})],
  ["an object with a then", withThen(() => {})],
  [
    "a function with a then",
    Object.assign(
      () => {},
      withThen(() => {}),
    ),
  ],
  ["an object whose then throws", throwing],
])("call() refuses %s as its result, for nobody could be given it", async (_, payload) => {
  const send = node({ name: "send" }, async (_: unknown, { emit }) => emit(payload));
  const flow = createFlow({ edges: [send.to()] });
  await expect(flow.call(1)).rejects.toMatchObject({
    code: "RESULT_IS_PROMISE",
    hint: "Await it in the node, or wrap it: { query }. stream() and fetch() give it as it is.",
  });
  expect(flow.stats().traces).toBe(0);
  for await (const item of flow.stream(1)) expect(item).toMatchObject({ type: "result" });
  await flow.emit(1);
  expect((await flow.fetch())?.payload).toBe(payload);
});

test("a promise of somebody's own making that answers twice counts once", async () => {
  class Twice extends Promise<string> {
    // biome-ignore lint/suspicious/noThenProperty: what the test is about
    override then<Next>(onValue?: ((value: string) => Next | PromiseLike<Next>) | null): Promise<never> {
      onValue?.("once");
      onValue?.("twice");
      return new Promise(() => {});
    }
  }
  const flow = doing(() => Twice.resolve("") as unknown);
  expect(await flow.call(1)).toBe("once");
  expect(await flow.call(2)).toBe("once");
  expect(flow.stats().traces).toBe(0);
});

test("a payload that does not let itself be looked at travels like any other", async () => {
  const proxy = new Proxy({}, { has: trap });
  const flow = doing(() => "looked away");
  expect(await flow.call(proxy)).toBe("looked away");
});

test("meta that cannot be copied is refused, and leaves no trace behind", async () => {
  const flow = doing(() => 1);
  const meta = Object.defineProperty({}, "key", { enumerable: true, get: trap });
  await expect(flow.call(1, { meta })).rejects.toThrow("it bites");
  await expect(flow.emit(1, { meta })).rejects.toThrow("it bites");
  expect(flow.stats().traces).toBe(0);
  await flow.stop({ mode: "drain" });
});

test("meta is as it was when the message was sent, also when it had to wait to begin", async () => {
  const open: (() => void)[] = [];
  const read = node({ name: "read" }, async (_: number, { meta }) => {
    await new Promise<void>((resolve) => open.push(resolve));
    return meta.key;
  });
  const flow = createFlow({ edges: [read.to()], maxTraces: 1 });
  const first = flow.call(1);
  const meta = { key: "then" };
  const second = flow.call(2, { meta });
  meta.key = "now";
  open[0]?.();
  await first;
  open[1]?.();
  expect(await second).toBe("then");
});

test("a key of meta that is called __proto__ is a key like any other", () => {
  const merged = mergeMeta([JSON.parse('{ "__proto__": { "isAdmin": true } }')]);
  expect(Object.keys(merged)).toEqual(["__proto__"]);
  expect(merged.isAdmin).toBeUndefined();
});

test("a createId that gives an id twice is refused while the first trace runs", async () => {
  const open: (() => void)[] = [];
  const wait = node({ name: "wait" }, () => new Promise<void>((resolve) => open.push(resolve)));
  const flow = createFlow({ edges: [wait.to()], createId: () => "same" });
  const first = flow.call(1);
  expect(await codeOf(flow.call(2))).toBe("DUPLICATE_TRACE");
  open[0]?.();
  expect(await first).toBeUndefined();
});

test("a logger that throws when a listener fails harms nobody", async () => {
  const logger = { debug: trap, info: trap, warn: trap, error: trap, child: () => logger };
  const flow = createFlow({ edges: [node({ name: "one" }, () => 1).to()], logger: logger as never });
  flow.on(trap);
  flow.on(async () => trap());
  expect(await flow.call(1)).toBe(1);
});

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}
