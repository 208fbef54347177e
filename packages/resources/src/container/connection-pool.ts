import type { Clock, Closable, Logger } from "@pergola/core";
import type { WaitOptions } from "./resource-container.ts";

export interface ConnectionPoolOptions<Connection> {
  /** Opens one. Its signal fires after `acquireTimeoutMs`, and with `close()`; what comes later is closed again. */
  open(options: { readonly signal: AbortSignal }): Promise<Connection>;
  close(connection: Connection): void | Promise<void>;
  /** Whether one that has come back can be lent again; one that cannot is closed. Default: every one can. */
  isUsable?(connection: Connection): boolean;
  /** Most connections at a time. They are opened when they are needed. Default 4. */
  readonly poolSize?: number;
  /** Longest wait for a connection, in milliseconds. Default 10 000. */
  readonly acquireTimeoutMs?: number;
  /** Most that wait at a time. Default 1000. */
  readonly maxWaiters?: number;
  /** In errors. Default `connections`. */
  readonly name?: string;
  /** Default: silent. */
  readonly logger?: Logger;
  readonly clock?: Clock;
}

/** Connections that are lent to one piece of work each, and used again. */
export interface ConnectionPool<Connection> extends Closable {
  /** Connections that are open or being opened; at most `poolSize`. */
  readonly size: number;
  /** How many wait for one. */
  readonly waiting: number;
  /**
   * Lends a connection; those who wait get one in order of arrival. When the signal fires nobody waits any more, and the
   * connection is lent again only after the work has ended.
   *
   * @throws POOL_TIMEOUT, POOL_QUEUE_FULL, RESOURCE_CLOSED; what `open` or the work throws; the signal's reason
   */
  withConnection<Result>(
    work: (connection: Connection, context: { readonly signal: AbortSignal }) => Result | PromiseLike<Result>,
    options?: WaitOptions,
  ): Promise<Result>;
  /**
   * Turns away those who wait, waits for work in flight and closes every connection.
   *
   * @throws RESOURCE_CLOSE_FAILED with every failure
   */
  close(): Promise<void>;
}
