import { expect, it } from "vitest";
import { allKeys, memoryOf, scopeOf } from "./samples.ts";
import type { UserMemorySubject } from "./user-memory-subject.ts";

export function pageTests({ create }: UserMemorySubject): void {
  const ada = scopeOf();
  const KEYS = ["a", "a/b", "a/c", "a\u0000", "b", "\u00e9", "\uffff", "\ud83d\udca5", "%", "a_", "a%"];
  /** By code points: what is beyond U+FFFF comes last. */
  const ORDERED = ["%", "a", "a\u0000", "a%", "a/b", "a/c", "a_", "b", "\u00e9", "\uffff", "\ud83d\udca5"];

  async function filled() {
    const store = await create();
    for (const key of KEYS) await memoryOf(store).set(ada, key, `value of ${key}`);
    return store;
  }

  it("lists keys and entries in the order of their code points", async () => {
    await using store = await filled();
    expect(await memoryOf(store).keys(ada)).toEqual({ keys: ORDERED });
    const { entries } = await memoryOf(store).entries(ada);
    expect(entries).toEqual(
      ORDERED.map((key) => ({ key, value: `value of ${key}`, updatedAt: expect.any(Number) })),
    );
  });

  it.each([
    ["a/", ["a/b", "a/c"]],
    ["a", ["a", "a\u0000", "a%", "a/b", "a/c", "a_"]],
    ["a\u0000", ["a\u0000"]],
    ["a%", ["a%"]],
    ["a_", ["a_"]],
    ["A", []],
    ["a/b/", []],
  ])("lists what begins with %j, whatever that means elsewhere", async (prefix, expected) => {
    await using store = await filled();
    expect((await memoryOf(store).keys(ada, { prefix })).keys).toEqual(expected);
    expect((await memoryOf(store).entries(ada, { prefix })).entries.map(({ key }) => key)).toEqual(expected);
  });

  it.each([1, 2, 5, KEYS.length])("gives everything once, in pages of %i", async (limit) => {
    await using store = await filled();
    const memory = memoryOf(store);
    const [seen, pages]: [string[], number[]] = [[], []];
    let cursor: string | undefined;
    do {
      const page = await memory.keys(ada, { limit, ...(cursor !== undefined && { cursor }) });
      const same = await memory.entries(ada, { limit, ...(cursor !== undefined && { cursor }) });
      expect(same.entries.map(({ key }) => key)).toEqual(page.keys);
      expect(same.nextCursor).toBe(page.nextCursor);
      seen.push(...page.keys);
      pages.push(page.keys.length);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(ORDERED);
    expect(pages).toHaveLength(Math.ceil(KEYS.length / limit));
  });

  it("goes on where it was, whatever was deleted and added meanwhile", async () => {
    await using store = await filled();
    const memory = memoryOf(store);
    const { keys, nextCursor = "" } = await memory.keys(ada, { limit: 2 });
    for (const key of keys) await memory.delete(ada, key);
    await memory.set(ada, "$", "behind");
    await memory.set(ada, "aa", "ahead");
    const rest = await memory.keys(ada, { cursor: nextCursor });
    expect(rest.keys).toEqual([...ORDERED.slice(2, 7), "aa", ...ORDERED.slice(7)]);
  });

  it("brings the size of a page into 1 to 200, and is 50 when nobody says", async () => {
    await using store = await create();
    const memory = memoryOf(store);
    await Promise.all(Array.from({ length: 201 }, (_, index) => memory.set(ada, `${index}`, index)));
    const sizeWith = async (limit?: number) =>
      (await memory.keys(ada, limit === undefined ? {} : { limit })).keys.length;
    expect([await sizeWith(), await sizeWith(0), await sizeWith(1000)]).toEqual([50, 1, 200]);
    expect(await allKeys(memory, ada)).toHaveLength(201);
  });
}
