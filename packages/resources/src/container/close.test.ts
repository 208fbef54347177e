import { expect, test } from "vitest";
import { createDiary, forever, recorded, thrownBy, timed, watched } from "./containers.test-helper.ts";

test("failures of closing are told together, and stop nobody else", async () => {
  const diary = createDiary();
  const { container, clock } = timed([
    recorded(diary, "a"),
    recorded(diary, "b", ["a"], { close: () => Promise.reject(new Error("stuck")) }),
    recorded(diary, "c", ["b"], { close: forever, closeTimeoutMs: 50 }),
  ]);
  await container.start();
  const failing = thrownBy(container.close());
  await clock.advance(50);
  const error = await failing;
  expect(error).toMatchObject({
    code: "RESOURCE_CLOSE_FAILED",
    details: {
      failures: [
        { key: "c", error: { code: "RESOURCE_TIMEOUT" } },
        { key: "b", error: { message: "stuck" } },
      ],
    },
  });
  expect(error.cause).toBeInstanceOf(AggregateError);
  expect(diary.of("close")).toEqual(["c", "b", "a"]);
  expect(container.states().map(({ state }) => state)).toEqual(["closed", "failed", "failed"]);
  expect(await thrownBy(container.close())).toBe(error);
  expect(clock.pendingTimers).toBe(0);
});

test("failures of closing after a failed start stand beside it", async () => {
  const diary = createDiary();
  const { container } = timed([
    recorded(diary, "a", [], { close: () => Promise.reject(new Error("stuck")) }),
    recorded(diary, "b", [], {
      health: () => Promise.reject(new Error("broken")),
      close: () => Promise.reject(new Error("jammed")),
    }),
  ]);
  const error = await thrownBy(container.start());
  expect(error).toMatchObject({
    details: {
      key: "b",
      closeFailures: [
        { key: "b", error: { message: "jammed" } },
        { key: "a", error: { message: "stuck" } },
      ],
    },
  });
});

test("a resource that is not owned is never closed", async () => {
  const diary = createDiary();
  const { container } = timed([
    recorded(diary, "lent", [], { isOwned: false }),
    recorded(diary, "own", ["lent"]),
  ]);
  await container.start();
  await container.close();
  expect(diary.of("close")).toEqual(["own"]);
  expect(container.state("lent").state).toBe("closed");
});

test("a resource without close is closed by its asyncDispose, and one without either is let go", async () => {
  let disposed = 0;
  const { container } = timed([
    { key: "a", create: () => ({ [Symbol.asyncDispose]: async () => void disposed++ }) },
    { key: "b", create: () => ({}) },
  ]);
  await container.start();
  await container.close();
  expect(disposed).toBe(1);
});

test("close() waits for work in flight, and takes no more", async () => {
  const diary = createDiary();
  const { container, clock } = timed([recorded(diary, "base"), recorded(diary, "a", ["base"])]);
  await container.start();
  const work = Promise.withResolvers<string>();
  const using = container.use("base", async () => {
    const result = await work.promise;
    diary.entries.push("work done");
    return result;
  });
  const closing = container.close();
  expect(await thrownBy(container.use("base", () => "more"))).toMatchObject({ code: "RESOURCE_CLOSED" });
  await clock.advance(100);
  expect(diary.of("close")).toEqual(["a"]);
  work.resolve("result");
  expect(await using).toBe("result");
  await closing;
  expect(diary.entries.slice(-3)).toEqual(["close a", "work done", "close base"]);
});

test("work that takes too long is stopped, told, and the resource is closed all the same", async () => {
  const diary = createDiary();
  const { container, clock } = timed([recorded(diary, "a")], { closeTimeoutMs: 300 });
  await container.start();
  const using = thrownBy(container.use("a", forever));
  const failing = thrownBy(container.close());
  await clock.advance(300);
  expect(await failing).toMatchObject({
    code: "RESOURCE_CLOSE_FAILED",
    details: { failures: [{ key: "a", error: { code: "RESOURCE_TIMEOUT", details: { phase: "use" } } }] },
  });
  expect(await using).toMatchObject({ code: "RESOURCE_TIMEOUT" });
  expect(diary.of("close")).toEqual(["a"]);
});

test("work stops with its caller's signal, and hands on what it throws", async () => {
  const { container } = timed([recorded(createDiary(), "a")]);
  await container.start();
  const controller = new AbortController();
  const listeners = watched(controller.signal);
  await container.use("a", () => "done", { signal: controller.signal });
  expect(listeners()).toBe(0);
  const seen: AbortSignal[] = [];
  const using = thrownBy(
    container.use(
      "a",
      (_, { signal }) => {
        seen.push(signal);
        return forever();
      },
      { signal: controller.signal },
    ),
  );
  await Promise.resolve();
  controller.abort(new Error("enough"));
  expect((await using).message).toBe("enough");
  expect(seen[0]?.aborted).toBe(true);
  const broken = () => {
    throw new Error("broken");
  };
  expect((await thrownBy(container.use("a", broken))).message).toBe("broken");
  expect((await thrownBy(container.use("a", () => 1, { signal: controller.signal }))).message).toBe("enough");
});
