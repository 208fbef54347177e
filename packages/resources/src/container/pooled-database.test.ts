import { expect, test } from "vitest";
import type { ConnectionPool } from "./connection-pool.ts";
import { createDiary, recorded, timed } from "./containers.test-helper.ts";
import { createConnectionPool } from "./create-connection-pool.ts";

interface Connection {
  readonly id: number;
}

type Pool = ConnectionPool<Connection>;

/** A database with one pool, two stores on it, and something above them. */
function pooledDatabase() {
  const diary = createDiary();
  const pools: Pool[] = [];
  const database = {
    key: "database",
    category: "database",
    create() {
      let connections = 0;
      const pool = createConnectionPool<Connection>({
        poolSize: 2,
        open: async () => {
          diary.entries.push(`open connection ${connections}`);
          return { id: connections++ };
        },
        close: ({ id }) => void diary.entries.push(`close connection ${id}`),
      });
      pools.push(pool);
      return pool;
    },
  };
  /** Writes once more while it closes, as a store does that has something left to write. */
  const store = (key: string) =>
    recorded(diary, key, ["database"], {
      async close() {
        await pools[0]?.withConnection(({ id }) => diary.entries.push(`write of ${key} on ${id}`));
      },
    });
  const { container } = timed([
    recorded(diary, "index", ["memory"]),
    store("memory"),
    database,
    store("files"),
  ]);
  return { container, diary, pools };
}

test("a database has one pool for all that need it, closed after the last of them", async () => {
  const { container, diary, pools } = pooledDatabase();
  await container.start();
  expect(pools).toHaveLength(1);
  expect(container.get("database")).toBe(pools[0]);
  const started = diary.entries.length;
  await container.close();
  const closing = diary.entries.slice(started);
  const at = (entry: string) => closing.indexOf(entry);
  expect(closing).toHaveLength(new Set(closing).size);
  expect(at("close index")).toBeLessThan(at("close memory"));
  for (const key of ["memory", "files"])
    expect(at(`close ${key}`)).toBeLessThan(
      closing.findIndex((entry) => entry.startsWith(`write of ${key}`)),
    );
  // Nothing comes after the connections.
  const isOfPool = (entry: string) => entry.startsWith("close connection");
  const first = closing.findIndex(isOfPool);
  expect(first).toBeGreaterThan(0);
  expect(closing.slice(first).every(isOfPool)).toBe(true);
  expect(pools[0]?.size).toBe(0);
  await expect(pools[0]?.withConnection(() => 1)).rejects.toMatchObject({ code: "RESOURCE_CLOSED" });
});

test("work in flight on the pool ends before its connection is closed", async () => {
  const { container, diary, pools } = pooledDatabase();
  await container.start();
  const [began, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const working = pools[0]?.withConnection(async () => {
    began.resolve();
    await gate.promise;
    diary.entries.push("end of work");
  });
  await began.promise;
  const closing = container.close();
  gate.resolve();
  await Promise.all([working, closing]);
  const ended = diary.entries.indexOf("end of work");
  expect(ended).toBeGreaterThan(-1);
  expect(ended).toBeLessThan(diary.entries.findIndex((entry) => entry.startsWith("close connection")));
});

test("a start that fails closes the pool too, last", async () => {
  const diary = createDiary();
  const { container } = timed([
    recorded(diary, "memory", ["database"], {
      async inject({ database }) {
        await (database as Pool).withConnection(() => undefined);
      },
      health: () => Promise.reject(new Error("broken")),
    }),
    {
      key: "database",
      create: () =>
        createConnectionPool<Connection>({
          open: async () => ({ id: 0 }),
          close: () => void diary.entries.push("close connection"),
        }),
    },
  ]);
  await expect(container.start()).rejects.toMatchObject({ code: "RESOURCE_START_FAILED" });
  expect(diary.of("close")).toEqual(["memory", "connection"]);
});
