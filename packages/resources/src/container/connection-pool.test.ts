import { type Logger, silentLogger } from "@pergola/core";
import { expect, test } from "vitest";
import { type Connection, pooled } from "./connection-pool.test-helper.ts";
import { forever, thrownBy, watched } from "./containers.test-helper.ts";

test("a connection is opened when it is needed, used again, and closed once", async () => {
  const { pool, all } = pooled();
  expect(pool.size).toBe(0);
  const ids = [await pool.withConnection(({ id }) => id), await pool.withConnection(({ id }) => id)];
  expect(ids).toEqual([0, 0]);
  await Promise.all([pool.close(), pool[Symbol.asyncDispose]()]);
  expect(all.map(({ closed }) => closed)).toEqual([1]);
});

test("no more than poolSize are open; the others wait their turn", async () => {
  const { pool, all, clock } = pooled({ poolSize: 2 });
  const gate = Promise.withResolvers<void>();
  const turns: number[] = [];
  const work = [0, 1, 2, 3].map((turn) =>
    pool.withConnection(async () => {
      turns.push(turn);
      await gate.promise;
    }),
  );
  await clock.advance(0);
  expect([turns, pool.size, pool.waiting]).toEqual([[0, 1], 2, 2]);
  gate.resolve();
  await Promise.all(work);
  expect([turns, all.length, clock.pendingTimers]).toEqual([[0, 1, 2, 3], 2, 0]);
  await pool.close();
});

test("who waits too long is told what to do", async () => {
  const { pool, clock } = pooled({ poolSize: 1, acquireTimeoutMs: 50, name: "postgres" });
  pool.withConnection(forever);
  await clock.advance(0);
  const failing = thrownBy(pool.withConnection(() => 1));
  await clock.advance(50);
  expect(await failing).toMatchObject({
    code: "POOL_TIMEOUT",
    message: 'No connection of "postgres" was free within 50 ms; there are at most 1.',
  });
  expect(pool.waiting).toBe(0);
});

test("who came while an opening hung is not told that time is over before it is", async () => {
  let openings = 0;
  const { pool, clock } = pooled({
    poolSize: 1,
    open: () =>
      openings++ === 0 ? forever() : Promise.resolve({ id: openings, isBroken: false, closed: 0 }),
  });
  const first = thrownBy(pool.withConnection(() => "first"));
  await clock.advance(9_000);
  const second = pool.withConnection(() => "second");
  await clock.advance(1_000);
  expect(await first).toMatchObject({ code: "POOL_TIMEOUT" });
  expect(await second).toBe("second");
  expect([openings, clock.pendingTimers]).toEqual([2, 0]);
  await pool.close();
});

test("more than maxWaiters are turned away", async () => {
  const { pool, clock } = pooled({ poolSize: 1, maxWaiters: 1 });
  const gate = Promise.withResolvers<void>();
  const first = pool.withConnection(() => gate.promise);
  await clock.advance(0);
  const second = pool.withConnection(() => 2);
  expect(await thrownBy(pool.withConnection(() => 3))).toMatchObject({ code: "POOL_QUEUE_FULL" });
  gate.resolve();
  await first;
  expect(await second).toBe(2);
});

test("a signal ends the wait for a connection, and leaves nothing behind", async () => {
  const { pool, clock } = pooled({ poolSize: 1 });
  const gate = Promise.withResolvers<void>();
  const first = pool.withConnection(() => gate.promise);
  await clock.advance(0);
  const controller = new AbortController();
  const listeners = watched(controller.signal);
  const waiting = thrownBy(pool.withConnection(() => 1, { signal: controller.signal }));
  controller.abort(new Error("enough"));
  expect((await waiting).message).toBe("enough");
  expect([pool.waiting, clock.pendingTimers, listeners()]).toEqual([0, 0, 0]);
  expect((await thrownBy(pool.withConnection(() => 1, { signal: controller.signal }))).message).toBe(
    "enough",
  );
  gate.resolve();
  await first;
});

test("no work begins after its signal has fired, at whatever moment that was, and the connection stays usable", async () => {
  for (let moment = 0; moment < 20; moment++) {
    const { pool } = pooled({ poolSize: 1 });
    const controller = new AbortController();
    const begun: boolean[] = [];
    const work = pool.withConnection((_, { signal }) => begun.push(signal.aborted), {
      signal: controller.signal,
    });
    const ended = work.catch(() => undefined);
    for (let tick = 0; tick < moment; tick++) await Promise.resolve();
    controller.abort(new Error("enough"));
    await ended;
    expect(begun).not.toContain(true);
    expect(await pool.withConnection(({ id }) => id)).toBe(0);
  }
});

test("a connection whose work was given up is lent again only when the work has ended", async () => {
  const { pool, clock } = pooled({ poolSize: 1 });
  const gate = Promise.withResolvers<void>();
  const controller = new AbortController();
  const given = thrownBy(pool.withConnection(() => gate.promise, { signal: controller.signal }));
  await clock.advance(0);
  controller.abort(new Error("enough"));
  expect((await given).message).toBe("enough");
  let isLent = false;
  const next = pool.withConnection(() => {
    isLent = true;
  });
  await clock.advance(10);
  expect(isLent).toBe(false);
  gate.resolve();
  await next;
});

test("a broken connection is closed and another one opened", async () => {
  const warned: unknown[] = [];
  const logger: Logger = { ...silentLogger, warn: (message) => void warned.push(message) };
  const { pool, all, clock } = pooled({
    logger,
    close: (connection) => {
      connection.closed += 1;
      if (connection.isBroken) throw new Error("stuck");
    },
  });
  const breaks = (connection: Connection) => {
    connection.isBroken = true;
    throw new Error("lost");
  };
  expect((await thrownBy(pool.withConnection(breaks))).message).toBe("lost");
  expect(await pool.withConnection(({ id }) => id)).toBe(1);
  await clock.advance(0);
  expect([all.map(({ closed }) => closed), warned]).toEqual([[1, 0], ["A connection did not close."]]);
});

test("a connection that cannot be opened fails who waits for it, and the next one is tried", async () => {
  let tries = 0;
  const { pool } = pooled({
    poolSize: 1,
    open: async () => {
      if (++tries === 1) throw new Error("refused");
      return { id: 7, isBroken: false, closed: 0 };
    },
  });
  const [first, second] = [thrownBy(pool.withConnection(() => 1)), pool.withConnection(({ id }) => id)];
  expect((await first).message).toBe("refused");
  expect(await second).toBe(7);
});

test("an opening that hangs frees its place, and what comes late is closed", async () => {
  const opening = Promise.withResolvers<Connection>();
  const signals: AbortSignal[] = [];
  const { pool, clock } = pooled({
    acquireTimeoutMs: 20,
    open: ({ signal }) => {
      signals.push(signal);
      return opening.promise;
    },
  });
  const failing = thrownBy(pool.withConnection(() => 1));
  await clock.advance(20);
  expect(await failing).toMatchObject({ code: "POOL_TIMEOUT" });
  expect([pool.size, signals[0]?.aborted]).toEqual([0, true]);
  const late = { id: 1, isBroken: false, closed: 0 };
  opening.resolve(late);
  await clock.advance(0);
  expect(late.closed).toBe(1);
});

test("close() turns away who waits, stops openings and waits for work", async () => {
  const { pool, all, clock } = pooled({ poolSize: 1 });
  const gate = Promise.withResolvers<void>();
  const first = pool.withConnection(() => gate.promise);
  await clock.advance(0);
  const waiting = thrownBy(pool.withConnection(() => 1));
  let isClosed = false;
  const closing = pool.close().then(() => {
    isClosed = true;
  });
  expect(await waiting).toMatchObject({ code: "RESOURCE_CLOSED" });
  expect(await thrownBy(pool.withConnection(() => 1))).toMatchObject({ code: "RESOURCE_CLOSED" });
  await clock.advance(10);
  expect([isClosed, all[0]?.closed]).toEqual([false, 0]);
  gate.resolve();
  await Promise.all([first, closing]);
  expect(all[0]?.closed).toBe(1);
  const hanging = pooled({ open: forever });
  const stopped = thrownBy(hanging.pool.withConnection(() => 1));
  await hanging.pool.close();
  expect(await stopped).toMatchObject({ code: "RESOURCE_CLOSED" });
  expect(hanging.clock.pendingTimers).toBe(0);
});

test("connections that do not close are told together", async () => {
  const { pool } = pooled({ close: () => Promise.reject(new Error("stuck")), name: "postgres" });
  await pool.withConnection(() => 1);
  expect(await thrownBy(pool.close())).toMatchObject({
    code: "RESOURCE_CLOSE_FAILED",
    details: { failures: [{ key: "postgres", error: { message: "stuck" } }] },
  });
});

test("limits that make no sense are refused, all at once", () => {
  const limits = { poolSize: 0, acquireTimeoutMs: Number.NaN, maxWaiters: -1 };
  expect(() => pooled(limits)).toThrow(
    expect.objectContaining({
      code: "PROVIDER_CONFIG_INVALID",
      details: {
        problems: ["poolSize", "acquireTimeoutMs", "maxWaiters"].map((key) =>
          expect.objectContaining({ path: [key] }),
        ),
      },
    }),
  );
});
