import { type Logger, silentLogger } from "@pergola/core";
import { expect, test } from "vitest";
import { createDiary, forever, recorded, thrownBy, timed } from "./containers.test-helper.ts";

test("a signal stops the start, which rejects with its reason when everything is closed", async () => {
  const diary = createDiary();
  const reason = new Error("not any more");
  const signals: AbortSignal[] = [];
  const { container, clock } = timed([
    recorded(diary, "base"),
    recorded(diary, "slow", ["base"], {
      initialize: ({ signal }) => {
        if (signal !== undefined) signals.push(signal);
        return forever();
      },
    }),
  ]);
  const controller = new AbortController();
  const failing = thrownBy(container.start({ signal: controller.signal }));
  await clock.advance(0);
  controller.abort(reason);
  expect(await failing).toBe(reason);
  expect(signals.map((signal) => signal.reason)).toEqual([reason]);
  expect(diary.of("close")).toEqual(["slow", "base"]);
  expect(container.states().map(({ state }) => state)).toEqual(["closed", "closed"]);
  expect(await thrownBy(container.start({ signal: controller.signal }))).toBe(reason);
});

test("calls of start() at the same time are one start, which goes on while anybody waits for it", async () => {
  const diary = createDiary();
  const gate = Promise.withResolvers<void>();
  const { container, clock } = timed([recorded(diary, "a", [], { initialize: () => gate.promise })]);
  const impatient = new AbortController();
  const left = thrownBy(container.start({ signal: impatient.signal }));
  const stayed = container.start({ signal: new AbortController().signal });
  await clock.advance(0);
  impatient.abort(new Error("gone"));
  expect((await left).message).toBe("gone");
  expect(diary.of("close")).toEqual([]);
  gate.resolve();
  await stayed;
  await container.start();
  expect(diary.of("create")).toEqual(["a"]);
});

test("who asks for a start while another is being stopped gets a new one", async () => {
  const diary = createDiary();
  const closing = Promise.withResolvers<void>();
  let rounds = 0;
  const { container, clock } = timed([
    recorded(diary, "a", [], {
      initialize: () => (++rounds === 1 ? forever() : Promise.resolve()),
      close: () => closing.promise,
    }),
  ]);
  const controller = new AbortController();
  const first = thrownBy(container.start({ signal: controller.signal }));
  await clock.advance(0);
  controller.abort(new Error("gone"));
  await clock.advance(0);
  const second = container.start();
  await clock.advance(0);
  expect(diary.of("create")).toEqual(["a"]);
  closing.resolve();
  expect((await first).message).toBe("gone");
  await second;
  expect(diary.entries).toEqual([
    ...["create", "inject", "initialize", "close"].map((what) => `${what} a`),
    ...["create", "inject", "initialize", "health"].map((what) => `${what} a`),
  ]);
});

test("close() stops a start that is under way, and nothing starts afterwards", async () => {
  const diary = createDiary();
  const slowClose = Promise.withResolvers<void>();
  const { container, clock } = timed([
    recorded(diary, "base"),
    recorded(diary, "slow", ["base"], { initialize: forever, close: () => slowClose.promise }),
  ]);
  const failing = thrownBy(container.start());
  await clock.advance(0);
  const closing = container.close();
  await clock.advance(0);
  expect(diary.of("close")).toEqual(["slow"]);
  slowClose.resolve();
  await closing;
  expect(await failing).toMatchObject({ code: "RESOURCE_CLOSED" });
  expect(diary.of("close")).toEqual(["slow", "base"]);
  expect(await thrownBy(container.start())).toMatchObject({ code: "RESOURCE_CLOSED" });
  expect(() => container.require("base")).toThrow(expect.objectContaining({ code: "RESOURCE_CLOSED" }));
  expect(container.get("base")).toBeUndefined();
});

test("a signal that fires between two resources closes the first one too", async () => {
  const diary = createDiary();
  const controller = new AbortController();
  const { container } = timed([recorded(diary, "a"), recorded(diary, "b")]);
  container.on(({ name, state }) => {
    if (name === "a" && state === "ready") controller.abort(new Error("now"));
  });
  expect((await thrownBy(container.start({ signal: controller.signal }))).message).toBe("now");
  expect([diary.of("create"), diary.of("close")]).toEqual([["a"], ["a"]]);
});

test("what had failed before the start was stopped is logged: the reason of the signal says nothing of it", async () => {
  const stop = new AbortController();
  const entries: unknown[] = [];
  const logger: Logger = {
    ...silentLogger,
    child: () => logger,
    warn: (_, fields) => void entries.push(fields),
  };
  const { container } = timed(
    [
      recorded(createDiary(), "a", [], { close: async () => stop.abort(new Error("enough")) }),
      recorded(createDiary(), "b", ["a"], { initialize: () => Promise.reject(new Error("no route")) }),
    ],
    { logger },
  );
  expect(await thrownBy(container.start({ signal: stop.signal }))).toMatchObject({ message: "enough" });
  expect(entries).toEqual([
    { resource: "b", phase: "initialize", error: expect.objectContaining({ message: "no route" }) },
  ]);
});
