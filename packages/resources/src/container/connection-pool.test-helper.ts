import { createVirtualClock } from "@pergola/core/testing";
import type { ConnectionPoolOptions } from "./connection-pool.ts";
import { createConnectionPool } from "./create-connection-pool.ts";

export interface Connection {
  readonly id: number;
  isBroken: boolean;
  closed: number;
}

export function pooled(options: Partial<ConnectionPoolOptions<Connection>> = {}) {
  const clock = createVirtualClock();
  const all: Connection[] = [];
  const pool = createConnectionPool<Connection>({
    open: async () => {
      const connection = { id: all.length, isBroken: false, closed: 0 };
      all.push(connection);
      return connection;
    },
    close: (connection) => {
      connection.closed += 1;
    },
    isUsable: ({ isBroken }) => !isBroken,
    clock,
    ...options,
  });
  return { pool, all, clock };
}
