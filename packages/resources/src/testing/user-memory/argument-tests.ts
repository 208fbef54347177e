import { expect, it } from "vitest";
import { allKeys, callsOn, memoryOf, scopeOf } from "./samples.ts";
import type { UserMemorySubject } from "./user-memory-subject.ts";

export function argumentTests({ create }: UserMemorySubject): void {
  const ada = scopeOf();
  const refused = (name: string) => ({ code: "USER_MEMORY_ARGUMENT_INVALID", details: { name } });

  it.each([
    ["an empty text", ""],
    ["a number", 5],
    ["null", null],
    ["nothing", undefined],
    ["a list", ["a"]],
    ["1025 characters", "x".repeat(1025)],
    ["half a surrogate pair", "\ud83d"],
  ])("refuses %s as a key", async (_, wrong) => {
    await using store = await create();
    const memory = memoryOf(store);
    const key = wrong as string;
    await expect(memory.get(ada, key)).rejects.toMatchObject(refused("key"));
    await expect(memory.set(ada, key, 1)).rejects.toMatchObject(refused("key"));
    await expect(memory.delete(ada, key)).rejects.toMatchObject(refused("key"));
    expect(await allKeys(memory, ada)).toEqual([]);
  });

  it("refuses options that are none", async () => {
    await using store = await create();
    const { signal } = new AbortController();
    for (const options of [null, 5, "x", [], signal] as never[])
      for (const call of Object.values(callsOn(memoryOf(store), ada, options)))
        await expect(call()).rejects.toMatchObject(refused("options"));
    for (const call of Object.values(callsOn(memoryOf(store), ada, { signal: {} as never })))
      await expect(call()).rejects.toMatchObject(refused("signal"));
  });

  it.each([
    ["prefix", 5],
    ["prefix", null],
    ["prefix", "\ud83d"],
    ["limit", "5"],
    ["limit", null],
  ])("refuses as %s of a page: %j", async (name, value) => {
    await using store = await create();
    const options = { [name]: value } as never;
    await expect(memoryOf(store).keys(ada, options)).rejects.toMatchObject(refused(name));
    await expect(memoryOf(store).entries(ada, options)).rejects.toMatchObject(refused(name));
  });

  it.each(["", "k1.", "k1.%", "k2.a", "s1.1", "k1.%61", `k1.${"x".repeat(1025)}`, 5, null, "k1.a "])(
    "refuses %j as a cursor",
    async (cursor) => {
      await using store = await create();
      const options = { cursor: cursor as string };
      await expect(memoryOf(store).keys(ada, options)).rejects.toMatchObject({ code: "BAD_CURSOR" });
      await expect(memoryOf(store).entries(ada, options)).rejects.toMatchObject({ code: "BAD_CURSOR" });
    },
  );
}
