import { createVirtualClock } from "@pergola/core/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LazyBreaker } from "./lazy-breaker.ts";
import { loadCockatiel } from "./load-cockatiel.ts";

const disk = { isBroken: true };
const load = async () => {
  if (disk.isBroken) throw new Error("Cannot find package 'cockatiel'");
  return loadCockatiel();
};

const down = Object.assign(new Error("the service is down"), { code: "MODEL_UNAVAILABLE" });

const setUp = (failures: number) => {
  const breaker = new LazyBreaker({ name: "acme", failures, clock: createVirtualClock() }, load);
  const fail = (error: unknown = down) => breaker.run(() => Promise.reject(error));
  return { breaker, fail };
};

describe("a breaker whose states cannot be loaded", () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);

  beforeEach(() => {
    disk.isBroken = true;
    unhandled.length = 0;
    process.on("unhandledRejection", note);
  });

  afterEach(() => void process.off("unhandledRejection", note));

  it("leaves nothing unhandled while it only counts", async () => {
    const { breaker, fail } = setUp(5);
    await expect(fail()).rejects.toBe(down);
    await new Promise((resolve) => setImmediate(resolve));
    expect(unhandled).toEqual([]);
    expect(breaker.snapshot()).toEqual({ name: "acme", state: "closed", failures: 1 });
  });

  it("tells the caller whose failure would have opened it, with what failed and what to do", async () => {
    const { fail } = setUp(2);
    await expect(fail()).rejects.toBe(down);
    await expect(fail()).rejects.toMatchObject({
      code: "BREAKER_UNAVAILABLE",
      message: expect.stringMatching(/acme.*2 times.*cockatiel.*the service is down/s),
      hint: expect.stringContaining("npm install"),
      details: { name: "acme", failures: 2, failure: { message: down.message } },
      cause: expect.objectContaining({ message: expect.stringContaining("cockatiel") }),
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(unhandled).toEqual([]);
  });

  it("tries again with the next failure, and opens once it is there", async () => {
    const { breaker, fail } = setUp(1);
    await expect(fail()).rejects.toMatchObject({ code: "BREAKER_UNAVAILABLE" });
    disk.isBroken = false;
    await expect(fail()).rejects.toBe(down);
    await expect(fail()).rejects.toMatchObject({ code: "CIRCUIT_OPEN" });
    expect(breaker.snapshot()).toMatchObject({ state: "open" });
  });

  it("still hands out what succeeds, and counts from the start after it", async () => {
    const { breaker, fail } = setUp(2);
    await expect(fail()).rejects.toBe(down);
    await expect(breaker.run(async () => "fine")).resolves.toBe("fine");
    expect(breaker.snapshot()).toMatchObject({ failures: 0 });
  });
});
