import fc from "fast-check";
import { expect, it } from "vitest";
import { allKeys, memoryOf, scopeOf } from "./samples.ts";
import type { UserMemorySubject } from "./user-memory-subject.ts";

class Money {
  readonly cents = 5;
}

/** What JSON would drop or change. */
const LOSSY: readonly (readonly [place: string, value: unknown])[] = [
  ["", undefined],
  ["", Number.NaN],
  ["", Number.POSITIVE_INFINITY],
  ["", 5n],
  ["", () => 5],
  ["", Symbol("x")],
  ["", new Map([["a", 1]])],
  ["", new Date(0)],
  ["", new Money()],
  ["a.1", { a: [1, undefined] }],
  ["a.b", { a: { b: new Set([1]) } }],
  ["a", { a: { toJSON: () => 5 } }],
];

export function valueTests({ create, reopen }: UserMemorySubject): void {
  const ada = scopeOf();

  it("gives back what was set, in the place of what was there", async () => {
    await using store = await create();
    const memory = memoryOf(store);
    expect(await memory.get(ada, "tea")).toBeUndefined();
    await memory.set(ada, "tea", "green");
    await memory.set(ada, "tea", { kind: "black", sugar: undefined, cups: [1, 2.5, -0] });
    expect(await memory.get(ada, "tea")).toEqual({ kind: "black", cups: [1, 2.5, 0] });
    expect(await allKeys(memory, ada)).toEqual(["tea"]);
  });

  it("tells null, false, 0 and an empty text from nothing", async () => {
    await using store = await create();
    const memory = memoryOf(store);
    for (const value of [null, false, 0, "", [], {}]) {
      await memory.set(ada, "a", value);
      expect(await memory.get(ada, "a")).toEqual(value);
    }
    expect(await memory.delete(ada, "a")).toBe(true);
    expect(await memory.delete(ada, "a")).toBe(false);
    expect(await memory.get(ada, "a")).toBeUndefined();
  });

  it("keeps any value that JSON can say, and of half a surrogate pair the sign for it", async () => {
    await using store = await create();
    const memory = memoryOf(store);
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        await memory.set(ada, "a", value);
        expect(await memory.get(ada, "a")).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { numRuns: 50 },
    );
    for (const text of ["\ufeffa", "a\u0000b", "'; DROP TABLE user_memory; --", '{"a":1}', "\ud83d\udca5"]) {
      await memory.set(ada, "a", text);
      expect(await memory.get(ada, "a")).toBe(text);
    }
    await memory.set(ada, "a", ["\ud83d"]);
    expect(await memory.get(ada, "a")).toEqual(["\ufffd"]);
  }, 60_000);

  it.each(LOSSY)("refuses what JSON would lose (at %j: %o)", async (place, value) => {
    await using store = await create();
    const refused = { code: "NOT_STORABLE", details: { place } };
    await expect(memoryOf(store).set(ada, "a", value)).rejects.toMatchObject(refused);
    expect(await allKeys(memoryOf(store), ada)).toEqual([]);
  });

  it("refuses what never ends", async () => {
    await using store = await create();
    const round: unknown[] = [];
    round.push(round);
    let deep: unknown = [];
    for (let depth = 0; depth < 20_000; depth++) deep = [deep];
    for (const value of [round, deep])
      await expect(memoryOf(store).set(ada, "a", value)).rejects.toMatchObject({ code: "NOT_STORABLE" });
  });

  it("keeps the value as it was when it was set, and gives out copies", async () => {
    await using store = await create();
    const memory = memoryOf(store);
    const list = ["a"];
    const writing = memory.set(ada, "list", list);
    list.push("later");
    await writing;
    ((await memory.get(ada, "list")) as string[]).push("by a reader");
    expect(await memory.get(ada, "list")).toEqual(["a"]);
  });

  it("refuses a value of more bytes than it may have, of which none is kept", async () => {
    await using store = await create({ maxValueBytes: 10 });
    const memory = memoryOf(store);
    await memory.set(ada, "a", "12345678"); // and two quotation marks
    const refused = { code: "USER_MEMORY_VALUE_TOO_LARGE", details: { maxValueBytes: 10 } };
    for (const value of ["123456789", "ééééé", ["1234567"]])
      await expect(memory.set(ada, "a", value)).rejects.toMatchObject(refused);
    expect(await memory.get(ada, "a")).toBe("12345678");
  });

  it("refuses one value more than a user may have, and still replaces the others", async () => {
    await using store = await create({ maxEntriesPerUser: 3 });
    const memory = memoryOf(store);
    const set = (key: string) =>
      memory.set(ada, key, key).catch((error: unknown) => (error as { code: string }).code);
    const outcomes = await Promise.all(["a", "b", "a", "c", "d", "e"].map(set));
    expect(outcomes).toEqual([...Array(4).fill(undefined), ...Array(2).fill("USER_MEMORY_QUOTA_EXCEEDED")]);
    await expect(memory.set(ada, "f", 1)).rejects.toMatchObject({ details: { maxEntriesPerUser: 3 } });
    await memory.set(ada, "b", "again");
    await memory.set(scopeOf({ userId: "bob" }), "f", 1);
    await memory.delete(ada, "a");
    await memory.set(ada, "f", 1);
    expect(await allKeys(memory, ada)).toEqual(["b", "c", "f"]);
  });

  it("has room for 1000 values of a user, in an order that is the same for all", async () => {
    await using store = await create();
    const memory = memoryOf(store);
    const keys = Array.from({ length: 1000 }, (_, index) => `${index}`);
    await Promise.all(keys.map((key) => memory.set(ada, key, key)));
    await expect(memory.set(ada, "one more", 1)).rejects.toMatchObject({
      code: "USER_MEMORY_QUOTA_EXCEEDED",
    });
    expect(await allKeys(memory, ada)).toEqual(keys.toSorted());
    expect(await memory.clear(ada)).toBe(1000);
    expect(await memory.clear(ada)).toBe(0);
    expect(await allKeys(memory, ada)).toEqual([]);
  }, 60_000);

  if (reopen === undefined) return;

  it("has everything again when it is opened again", async () => {
    const store = await create();
    await memoryOf(store).set(ada, "tea", { kind: "green" });
    await memoryOf(store).set(ada, "car", 1);
    await memoryOf(store).delete(ada, "car");
    const before = await memoryOf(store).entries(ada);
    await using again = await reopen(store);
    expect(await memoryOf(again).entries(ada)).toEqual(before);
    expect(before.entries).toMatchObject([{ key: "tea", value: { kind: "green" } }]);
  });
}
