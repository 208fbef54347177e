import {
  abortable,
  abortReason,
  type Clock,
  Lifetime,
  type Logger,
  redactLogger,
  silentLogger,
  systemClock,
  throwIfAborted,
} from "@pergola/core";
import type { ConnectionPool, ConnectionPoolOptions } from "./connection-pool.ts";
import { closeFailed, containerClosed } from "./container-errors.ts";
import { checkPoolLimits, type PoolLimits, poolQueueFull, poolTimeout } from "./pool-errors.ts";
import type { WaitOptions } from "./resource-container.ts";
import { withinLimit } from "./within-limit.ts";

interface Waiter<Connection> {
  give(connection: Connection): void;
  fail(error: unknown): void;
}

type Work<Connection, Result> = (
  connection: Connection,
  context: { readonly signal: AbortSignal },
) => Result | PromiseLike<Result>;

/** A pool of connections, for a resource that has several. @throws PROVIDER_CONFIG_INVALID */
export function createConnectionPool<Connection>(
  options: ConnectionPoolOptions<Connection>,
): ConnectionPool<Connection> {
  return new LazyPool(options);
}

class LazyPool<Connection> implements ConnectionPool<Connection> {
  readonly #options: ConnectionPoolOptions<Connection>;
  readonly #name: string;
  readonly #limits: PoolLimits;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #idle: Connection[] = [];
  readonly #waiters = new Set<Waiter<Connection>>();
  /** Waits for work, openings and closings. */
  readonly #lifetime = new Lifetime(containerClosed);
  #busy = 0;
  #opening = 0;

  constructor(options: ConnectionPoolOptions<Connection>) {
    const { poolSize = 4, acquireTimeoutMs = 10_000, maxWaiters = 1000 } = options;
    this.#options = options;
    this.#name = options.name ?? "connections";
    this.#limits = { poolSize, acquireTimeoutMs, maxWaiters };
    this.#clock = options.clock ?? systemClock;
    this.#logger = redactLogger(options.logger ?? silentLogger);
    checkPoolLimits(this.#name, this.#limits);
  }

  get size(): number {
    return this.#idle.length + this.#busy + this.#opening;
  }

  get waiting(): number {
    return this.#waiters.size;
  }

  async withConnection<Result>(
    work: Work<Connection, Result>,
    { signal }: WaitOptions = {},
  ): Promise<Result> {
    throwIfAborted(signal);
    this.#lifetime.assertOpen();
    const connection = this.#takeIdle() ?? (await this.#wait(signal));
    return abortable(this.#lifetime.track(this.#run(connection, work, signal)), signal);
  }

  close(): Promise<void> {
    const closing = this.#lifetime.close(() => this.#closeIdle());
    for (const waiter of [...this.#waiters]) waiter.fail(containerClosed());
    return closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #closeIdle(): Promise<void> {
    const closings = this.#idle.splice(0).map(async (connection) => this.#options.close(connection));
    const failures = (await Promise.allSettled(closings)).flatMap((closing) =>
      closing.status === "rejected" ? [{ key: this.#name, error: closing.reason as unknown }] : [],
    );
    if (failures.length > 0) throw closeFailed(failures);
  }

  async #run<Result>(
    connection: Connection,
    work: Work<Connection, Result>,
    signal = new AbortController().signal,
  ): Promise<Result> {
    try {
      throwIfAborted(signal);
      return await work(connection, { signal });
    } finally {
      this.#release(connection);
    }
  }

  #takeIdle(): Connection | undefined {
    if (this.#idle.length === 0) return undefined;
    this.#busy += 1;
    return this.#idle.pop();
  }

  /** Whoever is first decides, at once: a connection that was given is never lost to a signal or a timer. */
  #wait(signal: AbortSignal | undefined): Promise<Connection> {
    if (this.#waiters.size >= this.#limits.maxWaiters) throw poolQueueFull(this.#name, this.#limits);
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiters.delete(waiter);
        cancelTimer();
        signal?.removeEventListener("abort", onAbort);
      };
      const waiter: Waiter<Connection> = {
        give(connection) {
          leave();
          resolve(connection);
        },
        fail(error) {
          leave();
          reject(error);
        },
      };
      const onAbort = () => signal !== undefined && waiter.fail(abortReason(signal));
      const onTime = () => waiter.fail(poolTimeout(this.#name, this.#limits));
      const cancelTimer = this.#clock.setTimer(this.#limits.acquireTimeoutMs, onTime);
      signal?.addEventListener("abort", onAbort, { once: true });
      this.#waiters.add(waiter);
      this.#serve();
    });
  }

  /** Gives what is idle to those who wait, and opens what they still need. */
  #serve(): void {
    for (const waiter of [...this.#waiters].slice(0, this.#idle.length)) {
      waiter.give(this.#takeIdle() as Connection);
    }
    while (this.#opening < this.#waiters.size && this.size < this.#limits.poolSize) this.#open();
  }

  #open(): void {
    this.#opening += 1;
    let opened: Promise<Connection> | undefined;
    let isTooSlow = false;
    const onLimit = () => {
      isTooSlow = true;
      return poolTimeout(this.#name, this.#limits);
    };
    const opening = withinLimit({ ...this.#openLimit(), onLimit }, (signal) => {
      opened = (async () => this.#options.open({ signal }))();
      return opened;
    });
    const keep = (connection: Connection) => {
      this.#opening -= 1;
      this.#idle.push(connection);
      this.#serve();
    };
    const giveUp = (error: unknown) => {
      this.#opening -= 1;
      opened?.then(
        (connection) => this.#discard(connection),
        () => undefined,
      );
      // Who has waited as long as an opening may take has been told; those who came later get another one.
      const [first] = isTooSlow ? [] : this.#waiters;
      first?.fail(error);
      this.#serve();
    };
    void this.#lifetime.track(opening.then(keep, giveUp));
  }

  #openLimit() {
    return {
      limitMs: this.#limits.acquireTimeoutMs,
      clock: this.#clock,
      signal: this.#lifetime.signal,
    };
  }

  #release(connection: Connection): void {
    this.#busy -= 1;
    if (this.#isUsable(connection)) this.#idle.push(connection);
    else this.#discard(connection);
    this.#serve();
  }

  #isUsable(connection: Connection): boolean {
    try {
      return this.#options.isUsable?.(connection) ?? true;
    } catch {
      // What cannot even be looked at is of no use.
      return false;
    }
  }

  #discard(connection: Connection): void {
    const closing = (async () => this.#options.close(connection))().catch((error: unknown) =>
      // Nobody waits for it: whoever used it was told before.
      this.#logger.warn("A connection did not close.", { pool: this.#name, error }),
    );
    void this.#lifetime.track(closing);
  }
}
