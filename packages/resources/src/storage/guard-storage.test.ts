import { createVirtualClock } from "@pergola/core/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { createBreaker } from "../breaker/create-breaker.ts";
import { loadCockatiel } from "../breaker/load-cockatiel.ts";
import { guardStorage, judgeGuardedStorage } from "./guard-storage.ts";
import { createInMemoryStorage } from "./in-memory-storage.ts";
import type { FileSource, Storage } from "./storage.ts";

// Loading takes real time, in which a clock that only tests move would have gone by.
beforeAll(async () => void (await loadCockatiel()));

const scope = { tenantId: "t", userId: "ada", agentId: "a" };
const down = new Error("connect ECONNREFUSED");

const codeOf = (error: unknown) => (error as { code?: string }).code ?? (error as Error).message;

/** A storage whose streams give some pieces, then fail or end. */
function setUp({ failures = 2, pieces = 3 } = {}) {
  const clock = createVirtualClock(1e12);
  const breaker = createBreaker({ name: "files", failures, clock, judge: judgeGuardedStorage });
  const state = { fails: true, gate: undefined as undefined | Promise<void>, opened: 0 };
  const storage: Storage = Object.assign(createInMemoryStorage(), {
    async *readStream() {
      state.opened += 1;
      await state.gate;
      for (let piece = 0; piece < pieces; piece++) yield new Uint8Array(1);
      if (state.fails) throw down;
    },
  });
  const files = guardStorage(storage, { breaker });
  const read = async (most = Number.POSITIVE_INFINITY, signal?: AbortSignal) => {
    let count = 0;
    try {
      for await (const _ of files.readStream(scope, "a.md", signal && { signal })) if (++count >= most) break;
      return count;
    } catch (error) {
      return codeOf(error);
    }
  };
  return { clock, breaker, state, files, read };
}

describe("a stream that is read", () => {
  it("is one call: it counts once when it fails half-way, whatever came before", async () => {
    const { breaker, read, state } = setUp();
    expect([await read(), await read()]).toEqual([down.message, down.message]);
    expect(breaker.snapshot()).toMatchObject({ state: "open", failures: 2 });
    expect([await read(), state.opened]).toEqual(["CIRCUIT_OPEN", 2]);
  });

  it.each([
    ["to its end", Number.POSITIVE_INFINITY],
    ["as far as somebody wants", 2],
  ])("%s shows that the storage works", async (_how, most) => {
    const { breaker, read, state } = setUp();
    await read();
    state.fails = false;
    await read(most);
    state.fails = true;
    await read();
    expect(breaker.snapshot()).toMatchObject({ state: "closed", failures: 1 });
  });

  it("says nothing when its reader was stopped", async () => {
    const { breaker, read } = setUp({ failures: 1, pieces: 0 });
    await read(1, AbortSignal.abort(new Error("enough")));
    expect(breaker.snapshot()).toMatchObject({ state: "closed", failures: 0 });
  });

  it("tries an open storage with its first piece, alone, and closes the breaker with it", async () => {
    const { clock, breaker, read, state } = setUp({ failures: 1 });
    await read();
    await clock.advance(30_000);
    const gate = Promise.withResolvers<void>();
    state.gate = gate.promise;
    const trying = read();
    expect(await Promise.all([read(), read()])).toEqual(["CIRCUIT_OPEN", "CIRCUIT_OPEN"]);
    expect([breaker.snapshot().state, state.opened]).toEqual(["half-open", 2]);
    state.fails = false;
    gate.resolve();
    expect(await trying).toBe(3);
    expect(breaker.snapshot()).toMatchObject({ state: "closed", failures: 0 });
  });

  it("goes on while others are refused, and its end closes nothing", async () => {
    const { breaker, files, read, state } = setUp({ failures: 1 });
    const pieces = files.readStream(scope, "a.md")[Symbol.asyncIterator]();
    await pieces.next();
    await read();
    const { openUntil } = breaker.snapshot();
    state.fails = false;
    expect([await pieces.next(), await pieces.next(), await pieces.next()]).toMatchObject([
      { done: false },
      { done: false },
      { done: true },
    ]);
    expect(breaker.snapshot()).toMatchObject({ state: "open", openUntil });
  });
});

it("is shared by users: what one does wrong keeps nobody out, and what fails for each of them counts together", async () => {
  const { breaker, files, state } = setUp({ failures: 2 });
  const bob = { ...scope, userId: "bob" };
  const wrong = ["none.md", "../bob/a.md", "", "a\0.md"];
  for (const path of [...wrong, ...wrong]) await files.read(scope, path).catch(() => undefined);
  expect(breaker.snapshot()).toMatchObject({ state: "closed", failures: 0 });
  const read = async (user: typeof scope) => {
    for await (const _ of files.readStream(user, "a.md"));
  };
  await expect(read(bob)).rejects.toBe(down);
  await expect(read(scope)).rejects.toBe(down);
  for (const user of [bob, scope]) await expect(read(user)).rejects.toMatchObject({ code: "CIRCUIT_OPEN" });
  expect(state.opened).toBe(2);
});

it("counts a storage that throws before it gives a stream, and tells of streams that were refused", async () => {
  const { breaker, state } = setUp({ failures: 1 });
  const told: (string | undefined)[] = [];
  const broken: Storage = Object.assign(createInMemoryStorage(), {
    readStream: () => {
      throw down;
    },
  });
  const files = guardStorage(broken, {
    breaker,
    onCall: ({ operation, error }) => told.push(`${operation} ${codeOf(error)}`),
  });
  const read = async () => {
    for await (const _ of files.readStream(scope, "a.md"));
  };
  await expect(read()).rejects.toBe(down);
  await expect(read()).rejects.toMatchObject({ code: "CIRCUIT_OPEN" });
  expect([told, state.opened]).toEqual([[`readStream ${down.message}`, "readStream CIRCUIT_OPEN"], 0]);
});

describe("what is written", () => {
  const locked = new ReadableStream<string>();
  locked.getReader();
  const throwing = (thrown: unknown): FileSource => ({
    async *[Symbol.asyncIterator]() {
      yield "some";
      throw thrown;
    },
  });
  const iterable = (iterator: () => unknown) => ({ [Symbol.asyncIterator]: iterator }) as FileSource;
  const none = () => undefined;

  it.each<[string, FileSource]>([
    ["throws", throwing(down)],
    ["throws a text", throwing("no more")],
    ["throws nothing at all", throwing(undefined)],
    ["is read by somebody else", locked],
    [
      "cannot be read",
      iterable(() => {
        throw down;
      }),
    ],
    ["has no pieces", iterable(none)],
    ["gives no answer", iterable(() => ({ next: none }))],
    [
      "throws when it is looked at",
      {
        get [Symbol.asyncIterator](): never {
          throw down;
        },
      },
    ],
  ])("and %s is no failure of the storage", async (_what, source) => {
    const { breaker, files } = setUp({ failures: 1 });
    await expect(files.writeStream(scope, "a.md", source)).rejects.toBeInstanceOf(Error);
    expect(breaker.snapshot()).toMatchObject({ state: "closed", failures: 0 });
  });

  it("throws an error that counts when the storage throws it another day", async () => {
    const { breaker, files, read } = setUp({ failures: 1 });
    await expect(files.writeStream(scope, "a.md", throwing(down))).rejects.toBe(down);
    await read();
    expect(breaker.snapshot().state).toBe("open");
  });

  it("keeps what it throws, when that is an error", async () => {
    const { files } = setUp();
    await expect(files.writeStream(scope, "a.md", throwing(down))).rejects.toBe(down);
    await expect(files.writeStream(scope, "a.md", throwing("no more"))).rejects.toMatchObject({
      message: "no more",
      cause: "no more",
    });
  });
});
