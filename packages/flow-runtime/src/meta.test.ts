import { expect, test } from "vitest";
import { createFlow, type FlowEvent, type Meta, mergeMeta, node, withMeta } from "./index.ts";

const look = <Name extends string>(name: Name) =>
  node({ name }, async (_: unknown, context) => ({ name, meta: context.meta }));

async function results(flow: ReturnType<typeof createFlow>, meta: Meta) {
  const found: Record<string, unknown> = {};
  for await (const item of flow.stream(1 as never, { meta })) {
    const { value } = item as { value: { name: string; meta: Meta } };
    found[value.name] = value.meta;
  }
  return found;
}

test("meta survives fan-out: every branch has it", async () => {
  const split = node({ name: "split" }, async (value: number) => value);
  await using flow = createFlow({ edges: [split.to(look("b"), look("c"))] });
  expect(await results(flow as never, { user: "ada" })).toEqual({ b: { user: "ada" }, c: { user: "ada" } });
});

test("a branch never sees what another one has added", async () => {
  const split = node({ name: "split" }, async (value: number) => value);
  const left = node({ name: "left" }, async (value: number) => withMeta(value, { way: "left" }));
  const right = node({ name: "right" }, async (value: number) => withMeta(value, { way: "right" }));
  await using flow = createFlow({
    edges: [split.to(left, right, look("plain")), left.to(look("l")), right.to(look("r"))],
  });
  expect(await results(flow as never, { user: "ada" })).toEqual({
    plain: { user: "ada" },
    l: { user: "ada", way: "left" },
    r: { user: "ada", way: "right" },
  });
});

test("what ctx.emit adds is on that message only", async () => {
  const split = node({ name: "split" }, async (value: number, context) => {
    await context.emit(value, { to: "b", meta: { page: 1 } });
    await context.emit(value, { to: "c" });
  });
  await using flow = createFlow({ edges: [split.to(look("b"), look("c"))] });
  expect(await results(flow as never, {})).toEqual({ b: { page: 1 }, c: {} });
});

test("a node cannot write to the meta that it is given", async () => {
  const write = node({ name: "write" }, async (_: number, context) => {
    (context.meta as Record<string, unknown>)["user"] = "eve";
  });
  await using flow = createFlow({ edges: [write.to()] });
  await expect(flow.call(1, { meta: { user: "ada" } })).rejects.toThrow(/read only/);
});

test("the result of a stream carries its meta", async () => {
  const mark = node({ name: "mark" }, async (value: number) => withMeta(value, { seen: true }));
  await using flow = createFlow({ edges: [mark.to()] });
  for await (const item of flow.stream(1, { meta: { user: "ada" } }))
    expect(item.meta).toEqual({ user: "ada", seen: true });
});

test("merged meta keeps the last value of a key, in the order given", () => {
  expect(mergeMeta([{ a: 1, b: 1 }, { a: 2 }, { c: 3 }])).toEqual({ a: 2, b: 1, c: 3 });
});

test("merged meta takes what a reducer makes of a key that comes twice", () => {
  const sum = (one: unknown, other: unknown, key: string) => `${key}:${one}+${other}`;
  expect(mergeMeta([{ a: 1, b: 1 }, { a: 2 }, { a: 3 }], sum)).toEqual({ a: "a:a:1+2+3", b: 1 });
});

test("merged meta is frozen", () => {
  expect(Object.isFrozen(mergeMeta([{ a: 1 }]))).toBe(true);
});

test("events carry the keys of meta that the flow allows, and no others", async () => {
  const events: FlowEvent[] = [];
  const work = node({ name: "work" }, async (value: number) => value);
  await using flow = createFlow({
    edges: [work.to()],
    eventMeta: ["user", "absent"],
    onEvent: (event) => events.push(event),
  });
  await flow.call(1, { meta: { user: "ada", secret: "s3cret" } });
  expect(events.find(({ type }) => type === "node-started")?.meta).toEqual({ user: "ada" });
  expect(JSON.stringify(events)).not.toContain("s3cret");
});

test("without an allow-list no event carries meta", async () => {
  const events: FlowEvent[] = [];
  const work = node({ name: "work" }, async (value: number) => value);
  await using flow = createFlow({ edges: [work.to()], onEvent: (event) => events.push(event) });
  await flow.call(1, { meta: { user: "ada" } });
  expect(events.length).toBeGreaterThan(0);
  expect(events.filter((event) => "meta" in event)).toEqual([]);
});

test("the error of a node does not carry meta", async () => {
  const fail = node({ name: "fail" }, async (_: number) => {
    throw new Error("no");
  });
  await using flow = createFlow({ edges: [fail.to()] });
  const error = await flow.call(1, { meta: { secret: "s3cret" } }).catch((thrown: unknown) => thrown);
  expect(JSON.stringify(error)).toContain("NODE_EXCEPTION");
  expect(JSON.stringify(error)).not.toContain("s3cret");
});
