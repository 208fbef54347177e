import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Lifetime } from "./lifetime.ts";

const closed = () => new Error("closed");

/** A turn of the event loop: whatever waits for nothing has happened after it. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe("a lifetime", () => {
  it("hands on what work gives and throws, at once or later", async () => {
    const lifetime = new Lifetime(closed);
    await expect(lifetime.run(async () => 5)).resolves.toBe(5);
    await expect(lifetime.run(() => Promise.reject(new Error("later")))).rejects.toThrow("later");
    const now = () => {
      throw new Error("now");
    };
    await expect(lifetime.run(now)).rejects.toThrow("now");
    await expect(lifetime.track(Promise.resolve("x"))).resolves.toBe("x");
  });

  it("refuses what begins after close, and does not begin it", async () => {
    const lifetime = new Lifetime(closed);
    lifetime.assertOpen();
    const closing = lifetime.close();
    let began = 0;
    await expect(lifetime.run(async () => (began += 1))).rejects.toThrow("closed");
    expect(() => lifetime.assertOpen()).toThrow("closed");
    expect(began).toBe(0);
    await closing;
  });

  it("finishes once, after all that had begun and all that these begin, however they end", async () => {
    const lifetime = new Lifetime(closed);
    const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const told: string[] = [];
    const failing = lifetime.run(async () => {
      await first.promise;
      void lifetime.track(second.promise.then(() => void told.push("second")));
      throw new Error("failed");
    });
    const closing = lifetime.close(() => void told.push("finished"));
    expect(lifetime.close(() => void told.push("again"))).toBe(closing);
    await turn();
    first.resolve();
    await expect(failing).rejects.toThrow("failed");
    await turn();
    expect(told).toEqual([]);
    second.resolve();
    await closing;
    expect(told).toEqual(["second", "finished"]);
  });

  it("tells by its signal when closing begins, also to those who then close it themselves", async () => {
    const lifetime = new Lifetime(closed);
    let finished = 0;
    const finish = () => {
      finished += 1;
    };
    lifetime.signal.addEventListener("abort", () => void lifetime.close(finish));
    expect(lifetime.signal.aborted).toBe(false);
    await lifetime.close(finish);
    expect(lifetime.signal.reason).toMatchObject({ message: "closed" });
    expect(finished).toBe(1);
  });

  it("rejects with what finishing throws", async () => {
    const lifetime = new Lifetime(closed);
    await expect(lifetime.close(() => Promise.reject(new Error("stuck")))).rejects.toThrow("stuck");
  });

  it("never finishes before its work, in any order of beginnings, ends and close", async () => {
    const ends = fc.array(fc.boolean(), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(ends, fc.nat(8), async (isFailing, closeAt) => {
        const lifetime = new Lifetime(closed);
        let running = 0;
        let closing: Promise<number> | undefined;
        const close = () => lifetime.close().then(() => running);
        const works = isFailing.map(async (fails, index) => {
          if (index === closeAt) closing = close();
          await lifetime.run(async () => {
            running += 1;
            for (let step = 0; step < index; step++) await turn();
            running -= 1;
            if (fails) throw new Error("failed");
          });
        });
        closing ??= close();
        const settled = Promise.allSettled(works);
        expect(await closing).toBe(0);
        const refused = (await settled).filter(
          (each) => each.status === "rejected" && each.reason.message === "closed",
        );
        expect(refused).toHaveLength(Math.max(0, isFailing.length - closeAt));
      }),
      { numRuns: 50 },
    );
  });
});
