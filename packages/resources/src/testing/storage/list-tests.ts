import { expect, it } from "vitest";
import { pathsOf, scopeOf } from "./samples.ts";
import type { StorageSubject } from "./storage-subject.ts";

const PATHS = ["B.txt", "a.txt", "a/1.txt", "a/2.txt", "a/b/1.txt", "ab.txt", "é.txt", "文/1.txt"];

export function listTests({ create }: StorageSubject): void {
  const ada = scopeOf();

  const filled = async () => {
    const storage = await create();
    for (const path of PATHS.toReversed()) await storage.write(ada, path, path);
    return storage;
  };

  it("lists in order of path what begins with a prefix, with size and time", async () => {
    await using storage = await filled();
    expect(pathsOf(await storage.list(ada))).toEqual([...PATHS].sort());
    expect(pathsOf(await storage.list(ada, "a/"))).toEqual(["a/1.txt", "a/2.txt", "a/b/1.txt"]);
    expect(pathsOf(await storage.list(ada, "a/b/1.t"))).toEqual(["a/b/1.txt"]);
    expect(pathsOf(await storage.list(ada, "a"))).toEqual(
      [...PATHS].sort().filter((path) => path.startsWith("a")),
    );
    expect(await storage.list(ada, "a.txt")).toEqual([
      { path: "a.txt", bytes: 5, modifiedAt: expect.any(Number) },
    ]);
    expect(await storage.list(ada, "a.txt")).toEqual([await storage.stat(ada, "a.txt")]);
  });

  it.each([
    "/",
    "../",
    "a/../",
    "./a",
    "a//",
    "c/",
    "..",
    "%2e%2e/",
    "~",
    "a\u0000",
    "a\\",
    "x".repeat(5000),
  ])("lists nothing for the prefix %j, with which no path begins", async (prefix) => {
    await using storage = await create();
    await storage.write(ada, "a/1.txt", "1");
    expect(await storage.list(ada, prefix)).toEqual([]);
    expect(await storage.listPage(ada, { prefix })).toEqual({ files: [] });
  });

  it("gives every file on one page or another, whatever the size of a page", async () => {
    await using storage = await filled();
    for (const limit of [1, 3, 8, 1000]) {
      const found: string[] = [];
      for (let cursor: string | undefined; ; ) {
        const page = await storage.listPage(ada, { limit, cursor });
        expect(page.files.length).toBeLessThanOrEqual(limit);
        found.push(...pathsOf(page.files));
        cursor = page.nextCursor;
        if (cursor === undefined) break;
      }
      expect(found).toEqual([...PATHS].sort());
    }
  });

  it("pages through a prefix, and goes on where it was when files come and go", async () => {
    await using storage = await filled();
    const first = await storage.listPage(ada, { prefix: "a/", limit: 1 });
    expect(pathsOf(first.files)).toEqual(["a/1.txt"]);
    await storage.delete(ada, "a/1.txt");
    await storage.write(ada, "a/0.txt", "0");
    await storage.write(ada, "a/1a.txt", "1");
    const rest = await storage.listPage(ada, { prefix: "a/", cursor: first.nextCursor });
    expect(pathsOf(rest.files)).toEqual(["a/1a.txt", "a/2.txt", "a/b/1.txt"]);
    expect(rest.nextCursor).toBeUndefined();
  });

  it("brings any limit into bounds", async () => {
    await using storage = await filled();
    for (const limit of [0, -1, 0.5]) expect((await storage.listPage(ada, { limit })).files).toHaveLength(1);
    for (const limit of [Number.NaN, Number.POSITIVE_INFINITY, undefined])
      expect((await storage.listPage(ada, { limit })).files).toHaveLength(PATHS.length);
  });

  it.each(["", "x", "f1.", "f1.%", "f2.a", "s1.a", "f1.a b"])("refuses %j as a cursor", async (cursor) => {
    await using storage = await filled();
    await expect(storage.listPage(ada, { cursor })).rejects.toMatchObject({ code: "BAD_CURSOR" });
  });
}
