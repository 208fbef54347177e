import { expect, test } from "vitest";
import { z } from "zod";
import {
  createFlow,
  DictRoutingPolicy,
  type FlowEvent,
  node,
  policyRouter,
  predicateRouter,
  type Route,
  type RoutingPolicy,
  unionRouter,
  when,
} from "../index.ts";

const small = node({ name: "small" }, (n: number) => `small ${n}`);
const big = node({ name: "big" }, (n: number) => `big ${n}`);

/** A flow of one router before `small` and `big`. */
function routed(choose: (n: number) => Route | Promise<Route>) {
  const route = predicateRouter({ name: "route" }, choose);
  return createFlow({ edges: [route.to(small, big)] });
}

/** What comes out, in order of the alphabet. */
async function results(flow: ReturnType<typeof routed>, n: number): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const item of flow.stream(n)) if (item.type === "result") found.push(item.value);
  return found.sort();
}

test.each<[string, Route, string[]]>([
  ["a node", big, ["big 1"]],
  ["a name", "small", ["small 1"]],
  ["a list of both, each once", [big, "small", "big"], ["big 1", "small 1"]],
  ["null", null, []],
  ["an empty list", [], []],
])("a router takes %s for a route", async (_, route, expected) => {
  await using flow = routed(() => route);
  expect(await results(flow, 1)).toEqual(expected);
});

test("a message that goes nowhere ends its trace", async () => {
  const events: FlowEvent[] = [];
  await using flow = routed(async () => null);
  flow.on((event) => events.push(event));
  expect(await flow.call(1)).toBeUndefined();
  expect(events.at(-1)).toMatchObject({ type: "trace-settled", outcome: "completed" });
  expect(flow.stats().traces).toBe(0);
});

test.each<[string, unknown]>([
  ["an unknown name", "bigg"],
  ["a node of another flow", node({ name: "stranger" }, () => 1)],
  ["nothing at all", undefined],
  ["something else", 7],
  ["a list with null", ["big", null]],
])("a router that says %s is told its successors, and not asked again", async (_, route) => {
  let asked = 0;
  const router = predicateRouter({ name: "route", policy: { maxRetries: 3 } }, (_n: number) => {
    asked++;
    return route as Route;
  });
  await using flow = createFlow({ edges: [router.to(small, big)] });
  const error = await flow.call(1).catch((thrown) => thrown);
  expect(error).toMatchObject({
    code: "INVALID_ROUTE",
    nodeName: "route",
    details: { successors: ["big", "small"] },
  });
  expect(error.hint).toContain("Known: big, small.");
  expect(asked).toBe(1);
});

test("a router that leads out of the flow names it", async () => {
  const router = predicateRouter({ name: "route" }, (n: number) => (n > 3 ? "egress" : big));
  await using flow = createFlow({ edges: [router.to(big)], egress: [router, big] });
  expect(await flow.call(9)).toBe(9);
  expect(await flow.call(1)).toBe("big 1");
});

test("a router gives what its schema makes", async () => {
  const router = predicateRouter({ name: "route", input: z.coerce.number() }, (n) => (n > 3 ? big : small));
  await using flow = createFlow({ edges: [router.to(small, big)] });
  expect(await flow.call("12")).toBe("big 12");
});

test("a router is drawn as one, with conditional edges", async () => {
  const { nodes, edges } = routed(() => null).describe();
  expect(nodes.find(({ id }) => id === "route")?.kind).toBe("router");
  expect(edges.filter(({ isConditional }) => isConditional).map(({ to }) => to)).toEqual(["small", "big"]);
});

test("a conditional edge is one line", async () => {
  const read = node({ name: "read" }, (text: string) => text.length);
  const edges = when(read, async (n) => n > 3, { yes: big, no: small });
  await using flow = createFlow({ edges });
  expect(await flow.call("long text")).toBe("big 9");
  expect(await flow.call("abc")).toBe("small 3");
  await using only = createFlow({ edges: when(read, (n) => n > 3, { yes: big }) });
  expect(await only.call("abc")).toBeUndefined();
  expect(only.describe().nodes.map(({ id }) => id)).toContain("read-to-big");
});

const Animal = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("cat"), lives: z.coerce.number() }),
  z.object({ kind: z.literal("dog"), name: z.string() }),
]);
const cat = node({ name: "cat" }, ({ lives }: { kind: "cat"; lives: number }) => lives);
const dog = node({ name: "dog" }, ({ name }: { kind: "dog"; name: string }) => name);

test("a union goes to the successor that has its kind as name, out of its envelope", async () => {
  const route = unionRouter({ name: "route", input: Animal });
  await using flow = createFlow({ edges: [route.to(cat, dog)] });
  expect(await flow.call({ kind: "cat", lives: "9" })).toBe(9);
  const payload = { kind: "dog" as const, name: "Rex" };
  const message = { payload, headers: { tenant: "t", priority: 0 }, traceId: "x", createdAt: 0, meta: {} };
  expect(await flow.call(message)).toBe("Rex");
  await expect(flow.call({ kind: "cat" } as never)).rejects.toMatchObject({ code: "VALIDATION_FAILED" });
});

test("a kind without a successor is an error that lists them", async () => {
  const route = unionRouter({ name: "route" });
  await using flow = createFlow({ edges: [route.to(cat, dog)] });
  const error = await flow.call({ kind: "bird" }).catch((thrown) => thrown);
  expect(error).toMatchObject({ code: "INVALID_ROUTE", hint: expect.stringContaining("cat, dog") });
  await expect(flow.call(7 as never)).rejects.toMatchObject({ code: "INVALID_ROUTE" });
});

test.each([null, undefined, 7, {}, { kind: 7 }])(
  "a payload without a kind is an error that says so: %j",
  async (payload) => {
    const router = unionRouter({ name: "router" });
    const flow = createFlow({ edges: [[router, [cat, dog]]] });
    await expect(flow.call(payload as never)).rejects.toMatchObject({
      code: "INVALID_ROUTE",
      message: expect.stringContaining("no kind that is a text"),
    });
  },
);

test("a router without successors says so", async () => {
  const start = node({ name: "start" }, (n: number) => n);
  const router = predicateRouter({ name: "router" }, () => "somewhere");
  const flow = createFlow({ edges: [[start, [router, small]]], egress: [small] });
  await expect(flow.call(1 as never)).rejects.toMatchObject({
    code: "INVALID_ROUTE",
    hint: "It has no successors. Say null to let a message end here.",
  });
});

test("the same flow with two policies has two routes, the same every time", async () => {
  const make = (policy: RoutingPolicy<number>) =>
    createFlow({ edges: [policyRouter({ name: "route" }, policy).to(small, big)] });
  const byTopic = new DictRoutingPolicy<number>({ urgent: "big", later: small });
  const bySize = new DictRoutingPolicy<number>(
    { small: "small", big: ["big"] },
    { key: ({ payload }) => (payload > 3 ? "big" : "small") },
  );
  await using one = make(byTopic);
  await using other = make(bySize);
  for (let round = 0; round < 3; round++) {
    expect(await one.call(1, { headers: { topic: "urgent" } })).toBe("big 1");
    expect(await other.call(1, { headers: { topic: "urgent" } })).toBe("small 1");
  }
});

test("a policy is changed while the flow runs", async () => {
  const policy = DictRoutingPolicy.from(JSON.parse('{"routes":{"a":"small","gone":"big"},"default":null}'));
  const route = policyRouter({ name: "route", input: z.number() }, policy);
  await using flow = createFlow({ edges: [route.to(small, big)] });
  const send = (topic: string) => flow.call(1, { headers: { topic } });
  expect(await send("a")).toBe("small 1");
  policy.update({ a: "big", gone: undefined });
  expect([await send("a"), await send("gone"), await send("constructor")]).toEqual([
    "big 1",
    undefined,
    undefined,
  ]);
  expect(policy.keys).toEqual(["a"]);
});

test("a policy without a default refuses what it does not know", async () => {
  const route = policyRouter({ name: "route", input: z.number() }, new DictRoutingPolicy({ a: "small" }));
  await using flow = createFlow({ edges: [route.to(small, big)] });
  const unknown = { code: "INVALID_ROUTE", details: { keys: ["a"] } };
  await expect(flow.call(1, { headers: { topic: "b" } })).rejects.toMatchObject(unknown);
  await expect(flow.call(1)).rejects.toMatchObject(unknown);
});

test("a policy may be a function, and is told who it is for", async () => {
  const route = policyRouter({ name: "route", input: z.number() }, async ({ headers, meta, successors }) =>
    meta.vip === true ? successors : headers.tenant,
  );
  await using flow = createFlow({ edges: [route.to(small, big)] });
  expect(await flow.call(1, { headers: { tenant: "big" } })).toBe("big 1");
  await expect(flow.call(1, { meta: { vip: true } })).rejects.toMatchObject({ code: "MULTIPLE_RESULTS" });
});

test("a router without its work is refused", () => {
  const refused = expect.objectContaining({
    code: "INVALID_NODE",
    message: expect.stringContaining("function"),
  });
  expect(() => predicateRouter({ name: "route" }, undefined as never)).toThrow(refused);
  expect(() => policyRouter({ name: "route" }, {} as never)).toThrow(refused);
  expect(() => policyRouter({ name: "route" }, undefined as never)).toThrow(refused);
  expect(() => when(small, true as never, { yes: big } as never)).toThrow(refused);
  expect(() => unionRouter({ name: "" })).toThrow(expect.objectContaining({ code: "INVALID_NODE" }));
});

test.each([undefined, {}, { routes: [] }, { routes: { a: 7 } }, { routes: {}, defualt: null }])(
  "%j is no policy",
  (data) => {
    expect(() => DictRoutingPolicy.from(data)).toThrow(expect.objectContaining({ code: "INVALID_OPTIONS" }));
  },
);
