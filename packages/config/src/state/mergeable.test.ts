import { describe, expect, it } from "vitest";
import { z } from "zod";
import { mergeable, reducedKeys, StateTypeFactory } from "../index.ts";
import { writeAtOnce, writeInTurn } from "./compile-writes.test-helper.ts";

const Base = z
  .object({
    log: z.array(z.string()).default(() => ["start"]),
    facts: z.record(z.string(), z.number()).optional(),
    best: z.number().optional(),
    total: z.number().optional(),
    topic: z.string().optional(),
  })
  .meta({ title: "Report" });

const State = mergeable(Base, {
  log: "append",
  facts: "merge",
  best: (current, update) => Math.max(current ?? 0, update),
  total: (current = 100, update) => current + update,
  topic: "last",
});

describe("mergeable", () => {
  it("lets parallel steps write one key, in each of the four ways", async () => {
    const writes = [
      { log: "a", facts: { x: 1, y: 1 }, best: 3, total: 1, topic: "first" },
      { log: ["b", "c"], facts: { y: 2 }, best: 2, total: 2, topic: "second" },
    ];
    expect(await writeAtOnce(State, {}, writes)).toEqual({
      log: ["start", "a", "b", "c"],
      facts: { x: 1, y: 2 },
      best: 3,
      total: 103,
      topic: "second",
    });
    await expect(writeAtOnce(Base, {}, [{ topic: "a" }, { topic: "b" }])).rejects.toThrow(
      /one value per step/,
    );
  });

  it("reduces what a run is started with, too: a single element becomes a list", async () => {
    expect(
      await writeInTurn(mergeable(z.object({ log: z.array(z.string()) }), { log: "append" }), { log: "a" }, [
        { log: "b" },
      ]),
    ).toEqual({ log: ["a", "b"] });
  });

  it("makes a default anew for every run", async () => {
    const first = await writeInTurn(State, {}, [{ topic: "x" }]);
    (first.log as string[]).push("mine");
    expect((await writeInTurn(State, {}, [{ topic: "x" }])).log).toEqual(["start"]);
  });

  it("keeps keys without a value absent", async () => {
    const sparse = mergeable(z.object({ log: z.array(z.string()).optional(), at: z.number().optional() }), {
      log: "append",
    });
    expect(await writeInTurn(sparse, {}, [{ at: 1 }])).toEqual({ at: 1 });
  });

  it("changes neither the schema that it was given nor its name", () => {
    expect([...reducedKeys(Base)]).toEqual([]);
    expect(Base.safeParse({ log: "a" }).success).toBe(false);
    expect(StateTypeFactory.stateName(State)).toBe("Report");
    expect(Object.keys(State.shape)).toEqual(Object.keys(Base.shape));
  });
});
