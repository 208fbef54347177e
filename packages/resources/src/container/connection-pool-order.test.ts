import { createVirtualClock } from "@pergola/core/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Connection } from "./connection-pool.test-helper.ts";
import { createConnectionPool } from "./create-connection-pool.ts";

test("whatever many do at once: no connection is lent twice, none is lost, and each is closed once", async () => {
  const piece = fc.record({
    opens: fc.constantFrom("opens", "fails", "slow"),
    lasts: fc.nat(30),
    ends: fc.constantFrom("well", "badly", "broken"),
    abortsAt: fc.option(fc.nat(40), { nil: undefined }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(piece, { maxLength: 20 }),
      fc.integer({ min: 1, max: 4 }),
      async (pieces, poolSize) => {
        const clock = createVirtualClock();
        const wait = (ms: number) => new Promise<void>((resolve) => clock.setTimer(ms, resolve));
        const all: (Connection & { users: number })[] = [];
        let opens = 0;
        const pool = createConnectionPool<Connection & { users: number }>({
          async open() {
            const how = pieces[opens++ % pieces.length]?.opens;
            if (how === "slow") await wait(25);
            if (how === "fails") throw new Error("refused");
            const connection = { id: all.length, isBroken: false, closed: 0, users: 0 };
            all.push(connection);
            return connection;
          },
          close: (connection) => {
            connection.closed += 1;
          },
          isUsable: ({ isBroken }) => !isBroken,
          clock,
          poolSize,
          acquireTimeoutMs: 20,
        });
        const done = pieces.map(async ({ lasts, ends, abortsAt }) => {
          const controller = new AbortController();
          if (abortsAt !== undefined) clock.setTimer(abortsAt, () => controller.abort(new Error("enough")));
          const work = async (connection: Connection & { users: number }) => {
            connection.users += 1;
            expect([connection.users, connection.closed, pool.size <= poolSize]).toEqual([1, 0, true]);
            await wait(lasts);
            connection.users -= 1;
            connection.isBroken = ends === "broken";
            if (ends !== "well") throw new Error(ends);
          };
          await pool.withConnection(work, { signal: controller.signal }).catch((error: Error) => {
            if ("matcherResult" in error) throw error;
          });
        });
        await clock.advance(2_000);
        await Promise.all(done);
        expect([pool.waiting, clock.pendingTimers]).toEqual([0, 0]);
        expect(pool.size).toBe(all.filter(({ closed }) => closed === 0).length);
        await pool.close();
        expect(all.every(({ closed, users }) => closed === 1 && users === 0)).toBe(true);
      },
    ),
    { numRuns: 100 },
  );
});
