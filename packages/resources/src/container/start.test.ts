import { type Logger, PergolaError, silentLogger } from "@pergola/core";
import { expect, test } from "vitest";
import { createDiary, forever, recorded, thrownBy, timed } from "./containers.test-helper.ts";
import { createResourceContainer } from "./create-resource-container.ts";
import type { ManagedResource } from "./managed-resource.ts";
import { defineResource, type ResourceDependencies } from "./resource-definition.ts";

test("resources start one after the other, each after what it needs, and close in reverse", async () => {
  const diary = createDiary();
  const { container } = timed([
    recorded(diary, "rag", ["memory", "storage"]),
    recorded(diary, "memory", ["database"]),
    recorded(diary, "storage"),
    recorded(diary, "database"),
  ]);
  await container.start();
  const order = ["database", "memory", "storage", "rag"];
  expect(container.keys).toEqual(order);
  const phases = ["create", "inject", "initialize", "health"];
  expect(diary.entries).toEqual(order.flatMap((key) => phases.map((phase) => `${phase} ${key}`)));
  await Promise.all([container.close(), container.close(), container[Symbol.asyncDispose]()]);
  expect(diary.of("close")).toEqual(order.toReversed());
});

test("dependencies are given to create and to inject; an optional one that is missing is null", async () => {
  const given: ResourceDependencies[] = [];
  const database = { close: async () => undefined };
  await using container = createResourceContainer([
    {
      key: "memory",
      dependencies: ["database", { key: "vectors", optional: true }],
      create(dependencies) {
        given.push(dependencies);
        return { inject: (again: ResourceDependencies) => void given.push(again) };
      },
    },
    { key: "database", create: () => database },
  ]);
  await container.start();
  expect(given).toEqual([
    { database, vectors: null },
    { database, vectors: null },
  ]);
  expect(given[0]?.database).toBe(database);
});

test("defineResource gives the dependencies their types", async () => {
  await using container = createResourceContainer([
    defineResource({
      key: "audit",
      dependencies: ["storage", { key: "memory", optional: true }],
      create: ({ storage, memory }) => ({ list: storage.list, recover: memory?.recover ?? null }),
    }),
    { key: "storage", create: () => ({ list: "list" }) },
  ]);
  await container.start();
  expect(container.require("audit")).toEqual({ list: "list", recover: null });
});

test("a resource is made with a signal, a logger that names it, and the environment", async () => {
  const fields: unknown[] = [];
  const logger: Logger = {
    ...silentLogger,
    child: (more) => {
      fields.push(more);
      return logger;
    },
  };
  const { container } = timed(
    [{ key: "a", create: (_, { signal, env }) => ({ seen: [signal.aborted, env.URL] }) }],
    { logger, env: { URL: "x" } },
  );
  await container.start();
  expect(container.require("a")).toEqual({ seen: [false, "x"] });
  expect(fields).toEqual([{ component: "resource", resource: "a" }]);
});

test("the first failure names the resource, its phase and who needs it, and closes the rest in reverse", async () => {
  const diary = createDiary();
  const cause = new PergolaError("NO_DISK", { message: "No disk.", hint: "Buy one." });
  const { container } = timed([
    recorded(diary, "first"),
    recorded(diary, "second"),
    recorded(diary, "database", [], { initialize: () => Promise.reject(cause) }),
    recorded(diary, "memory", ["database"]),
    recorded(diary, "rag", ["memory"]),
  ]);
  const error = await thrownBy(container.start());
  expect(error).toMatchObject({
    code: "RESOURCE_START_FAILED",
    message:
      'The resource "database" (needed by rag → memory → database) failed while it was initialised: No disk.',
    hint: expect.stringMatching(/^Buy one\. /),
    details: { key: "database", phase: "initialize", chain: ["rag", "memory", "database"] },
  });
  expect(error.cause).toBe(cause);
  expect(diary.of("close")).toEqual(["database", "second", "first"]);
  expect(diary.of("create")).toEqual(["first", "second", "database"]);
  expect(container.get("first")).toBeUndefined();
  expect(container.states().map(({ state }) => state)).toEqual([
    "closed",
    "closed",
    "failed",
    "idle",
    "idle",
  ]);
  expect(container.state("database").error).toMatchObject({ code: "NO_DISK" });
  await container.close();
  expect(diary.of("close")).toHaveLength(3);
});

test("a resource that is down does not start; one that is degraded does, and is logged", async () => {
  const warned: string[] = [];
  const logger: Logger = {
    ...silentLogger,
    warn: (message) => void warned.push(message),
    child: () => logger,
  };
  let status: "down" | "degraded" = "down";
  const diary = createDiary();
  const health = async () => ({ status, message: "no answer" });
  const { container } = timed([recorded(diary, "llm", [], { health })], { logger });
  const error = await thrownBy(container.start());
  expect(error).toMatchObject({ details: { phase: "health" }, cause: { code: "RESOURCE_UNHEALTHY" } });
  expect(error.message).toContain('"llm" says that it is down: no answer');
  expect(diary.of("close")).toEqual(["llm"]);
  status = "degraded";
  await container.start();
  expect(warned).toEqual(["The resource is degraded."]);
});

test.each(["create", "inject", "initialize", "health"] as const)(
  "a hang in %s ends at the time limit",
  async (phase) => {
    const diary = createDiary();
    const { container, clock } = timed([
      recorded(diary, "base"),
      recorded(diary, "slow", ["base"], { startTimeoutMs: 700, [phase]: forever }),
    ]);
    const failing = thrownBy(container.start());
    await clock.advance(699);
    expect(container.state("slow").state).toBe("starting");
    await clock.advance(1);
    const error = await failing;
    expect(error).toMatchObject({
      code: "RESOURCE_START_FAILED",
      details: { key: "slow", phase },
      cause: { code: "RESOURCE_TIMEOUT", details: { key: "slow", phase, limitMs: 700 } },
    });
    expect(diary.of("close")).toEqual(phase === "create" ? ["base"] : ["slow", "base"]);
    expect(clock.pendingTimers).toBe(0);
  },
);

test("what create gives after its time is closed, once, and close() waits for that", async () => {
  const diary = createDiary();
  const made = Promise.withResolvers<ManagedResource>();
  const { container, clock } = timed([{ key: "late", startTimeoutMs: 10, create: () => made.promise }]);
  const failing = thrownBy(container.start());
  await clock.advance(10);
  await failing;
  const gate = Promise.withResolvers<void>();
  made.resolve({
    close: async () => {
      diary.entries.push("close late");
      await gate.promise;
      diary.entries.push("closed late");
    },
  });
  await clock.advance(0);
  const closing = container.close().then(() => diary.entries.push("all closed"));
  await clock.advance(0);
  expect(diary.entries).toEqual(["close late"]);
  gate.resolve();
  await closing;
  expect(diary.entries).toEqual(["close late", "closed late", "all closed"]);
});

test("what comes too late and does not close is logged: nobody waits for it", async () => {
  const warned: string[] = [];
  const logger: Logger = {
    ...silentLogger,
    warn: (message) => void warned.push(message),
    child: () => logger,
  };
  const made = Promise.withResolvers<ManagedResource>();
  const { container, clock } = timed([{ key: "late", startTimeoutMs: 10, create: () => made.promise }], {
    logger,
  });
  const failing = thrownBy(container.start());
  await clock.advance(10);
  await failing;
  made.resolve({ close: () => Promise.reject(new Error("stuck")) });
  await clock.advance(0);
  expect(warned).toEqual(["A resource that came too late did not close."]);
});

test("after a failure start() begins anew", async () => {
  const diary = createDiary();
  let isBroken = true;
  const initialize = async () => {
    if (isBroken) throw new Error("broken");
  };
  const { container } = timed([recorded(diary, "base"), recorded(diary, "a", ["base"], { initialize })]);
  await thrownBy(container.start());
  isBroken = false;
  await container.start();
  expect(diary.of("create")).toEqual(["base", "a", "base", "a"]);
  expect(container.require("a")).toBeDefined();
  expect(container.state("a")).not.toHaveProperty("error");
  await container.close();
  expect(diary.of("close")).toEqual(["a", "base", "a", "base"]);
});

test("what is no object does not start", async () => {
  const { container } = timed([{ key: "a", create: () => undefined as never }]);
  expect(await thrownBy(container.start())).toMatchObject({
    details: { key: "a", phase: "create", chain: ["a"] },
    cause: { code: "RESOURCE_MALFORMED" },
  });
});
