import { type Logger, silentLogger } from "@pergola/core";
import { expect, test } from "vitest";
import { createDiary, forever, recorded, thrownBy, timed, watched } from "./containers.test-helper.ts";
import { createResourceContainer } from "./create-resource-container.ts";
import type { ResourceChanged } from "./resource-state.ts";

test("get, require and has say what there is", async () => {
  const { container } = timed([recorded(createDiary(), "memory")]);
  expect([container.has("memory"), container.has("memroy")]).toEqual([true, false]);
  expect([container.get("memory"), container.get("memroy")]).toEqual([undefined, undefined]);
  expect(() => container.require("memory")).toThrow(
    expect.objectContaining({ code: "RESOURCE_NOT_STARTED" }),
  );
  await container.start();
  expect(container.get("memory")).toBe(container.require("memory"));
  for (const ask of [() => container.require("memroy"), () => container.state("memroy")]) {
    expect(ask).toThrow(
      expect.objectContaining({ code: "RESOURCE_UNKNOWN", hint: 'Did you mean "memory"? Known: memory.' }),
    );
  }
});

test("nothing is handed out while only some of it is started", async () => {
  const diary = createDiary();
  const { container, clock } = timed([
    recorded(diary, "a"),
    recorded(diary, "b", [], { initialize: forever }),
  ]);
  const failing = thrownBy(container.start());
  await clock.advance(0);
  expect(container.state("a").state).toBe("ready");
  expect(container.get("a")).toBeUndefined();
  expect(await thrownBy(container.use("a", () => 1))).toMatchObject({ code: "RESOURCE_NOT_STARTED" });
  await container.close();
  await failing;
});

test("each resource has a name, a category, a state and the time of its last use", async () => {
  const { container, clock } = timed([recorded(createDiary(), "claude", [], { category: "llm" })]);
  expect(container.state("claude")).toEqual({ name: "claude", category: "llm", state: "idle" });
  await container.start();
  expect(container.state("claude")).toEqual({ name: "claude", category: "llm", state: "ready" });
  await clock.advance(10);
  container.require("claude");
  expect(container.state("claude").lastUsedAt).toBe(1_010);
  const work = Promise.withResolvers<void>();
  const using = container.use("claude", () => work.promise);
  await clock.advance(10);
  expect(container.state("claude").inFlight).toBe(1);
  work.resolve();
  await using;
  expect(container.state("claude").lastUsedAt).toBe(1_020);
  expect(container.state("claude")).not.toHaveProperty("inFlight");
});

test("a listener that throws, or rejects later, is logged and harms nobody", async () => {
  const lines: unknown[] = [];
  const logger: Logger = {
    ...silentLogger,
    warn: (message, fields) => void lines.push([message, (fields?.error as Error | undefined)?.message]),
    child: () => logger,
  };
  const container = createResourceContainer([recorded(createDiary(), "a")], { logger });
  container.on(() => {
    throw new Error("at once");
  });
  container.on(async () => {
    throw new Error("later");
  });
  await container.start();
  await container.close();
  const message = "A listener of resources failed.";
  expect(lines.slice(0, 2)).toEqual([
    [message, "at once"],
    [message, "later"],
  ]);
});

test("changes of state are heard, whatever a listener does, until it is taken back", async () => {
  const { container } = timed([recorded(createDiary(), "a")]);
  const heard: ResourceChanged[] = [];
  container.on(() => {
    throw new Error("bad listener");
  });
  const stop = container.on((event) => heard.push(event));
  await container.start();
  expect(heard).toEqual([
    { type: "resource-changed", name: "a", category: "a", from: "idle", state: "starting", at: 1_000 },
    { type: "resource-changed", name: "a", category: "a", from: "starting", state: "ready", at: 1_000 },
  ]);
  stop();
  await container.close();
  expect(heard).toHaveLength(2);
});

test("health is that of the worst, each answer in its time", async () => {
  const { container, clock } = timed(
    [
      recorded(createDiary(), "fine"),
      { key: "plain", create: () => ({}) },
      recorded(createDiary(), "mute"),
      recorded(createDiary(), "angry"),
    ],
    { healthTimeoutMs: 200 },
  );
  expect(await container.health()).toMatchObject({
    status: "down",
    resources: [{ status: "down", message: "It is not started: it is idle." }, {}, {}, {}],
  });
  await container.start();
  expect((await container.health()).status).toBe("ok");
  Object.assign(container.require("mute"), { health: forever });
  Object.assign(container.require("angry"), { health: () => Promise.reject(new Error("no")) });
  const asked = container.health();
  await clock.advance(200);
  expect(await asked).toEqual({
    status: "down",
    resources: [
      { key: "fine", status: "ok", latencyMs: 0 },
      { key: "plain", status: "ok", latencyMs: 0 },
      { key: "mute", status: "down", message: "It did not answer within 200 ms.", latencyMs: 200 },
      { key: "angry", status: "down", message: "no", latencyMs: 0 },
    ],
  });
  const controller = new AbortController();
  const listeners = watched(controller.signal);
  const answered = container.health({ signal: controller.signal });
  await clock.advance(200);
  await answered;
  expect(listeners()).toBe(0);
  const stopped = thrownBy(container.health({ signal: controller.signal }));
  controller.abort(new Error("enough"));
  expect((await stopped).message).toBe("enough");
  expect(clock.pendingTimers).toBe(0);
});

test("health of an empty container is ok, and one that is degraded makes the whole so", async () => {
  expect(await timed([]).container.health()).toEqual({ status: "ok", resources: [] });
  const { container } = timed([
    recorded(createDiary(), "a", [], { health: async () => ({ status: "degraded" }) }),
  ]);
  await container.start();
  expect((await container.health()).status).toBe("degraded");
});

test("the description is a graph of what needs what, with what is missing in it", async () => {
  const { container } = timed(
    [
      recorded(createDiary(), "memory", ["database", { key: "vectors", optional: true }], { version: "1.2" }),
      recorded(createDiary(), "database", [], { category: "db" }),
    ],
    { name: "helper" },
  );
  expect(container.describe()).toEqual({
    name: "helper",
    kind: "resources",
    nodes: [
      { id: "memory", label: "memory", kind: "memory", metadata: { state: "idle", version: "1.2" } },
      { id: "database", label: "database", kind: "db", metadata: { state: "idle" } },
      { id: "vectors", label: "vectors", kind: "missing" },
    ],
    edges: [
      { from: "memory", to: "database" },
      { from: "memory", to: "vectors", label: "optional", isConditional: true },
    ],
  });
  await container.start();
  expect(container.describe().nodes[1]?.metadata).toEqual({ state: "ready" });
});

test("an answer of health that means nothing is none: the resource does not start, and is down", async () => {
  for (const answer of [{ status: "fine" }, { status: true }, {}, "ok", 5]) {
    const health = () => Promise.resolve(answer as never);
    const { container } = timed([recorded(createDiary(), "database", [], { health })]);
    await expect(container.start()).rejects.toMatchObject({
      code: "RESOURCE_START_FAILED",
      details: { key: "database", phase: "health" },
      cause: { code: "RESOURCE_UNHEALTHY", message: expect.stringContaining("expected") },
    });
  }
  let answer: unknown;
  const later = timed([recorded(createDiary(), "database", [], { health: async () => answer as never })]);
  await later.container.start();
  expect((await later.container.health()).status).toBe("ok");
  answer = { status: "fine" };
  expect(await later.container.health()).toMatchObject({
    status: "down",
    resources: [{ key: "database", status: "down", message: expect.stringContaining('"fine"') }],
  });
});
