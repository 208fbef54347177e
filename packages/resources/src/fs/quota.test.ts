import { describe, expect, it } from "vitest";
import { pathsOf, piecesOf, scopeOf, textAt } from "../testing/storage/samples.ts";
import { openLocalStorage } from "./open-local-storage.ts";
import { temporaryFolder } from "./temporary-folder.test-helper.ts";
import { treeOf } from "./tree.test-helper.ts";

const ada = scopeOf();
const exceeded = (limit: object) => ({
  code: "STORAGE_QUOTA_EXCEEDED",
  details: expect.objectContaining(limit),
});
const bytesIn = async (path: string) =>
  Object.values(await treeOf(path)).reduce((bytes, text) => bytes + text.length, 0);

describe("a quota", () => {
  it("of bytes holds for a user, at once and while pieces come, and only for that user", async () => {
    await using folder = await temporaryFolder();
    await using storage = await openLocalStorage({ basePath: folder.path, quota: { userBytes: 10 } });
    await storage.write(ada, "a.txt", "1234567");
    await expect(storage.write(ada, "b.txt", "1234")).rejects.toMatchObject(exceeded({ userBytes: 10 }));
    let taken = 0;
    async function* endless() {
      while (true) yield `${taken++ % 10}`;
    }
    await expect(storage.writeStream(ada, "b.txt", endless())).rejects.toMatchObject(
      exceeded({ userBytes: 10 }),
    );
    expect(taken).toBeLessThanOrEqual(5);
    await storage.write(scopeOf({ userId: "bob" }), "b.txt", "1234567890");
    await storage.write(ada, "b.txt", "123");
    expect(await bytesIn(folder.at("tenant/agent/ada"))).toBe(10);
  });

  it("has room again after a delete, for a smaller file, and for one of the same size", async () => {
    await using folder = await temporaryFolder();
    await using storage = await openLocalStorage({ basePath: folder.path, quota: { userBytes: 10 } });
    await storage.write(ada, "a.txt", "1234567890");
    await storage.write(ada, "a.txt", "0987654321");
    await storage.write(ada, "a.txt", "1234567");
    await storage.write(ada, "b.txt", "123");
    await storage.delete(ada, "a.txt");
    await storage.write(ada, "c.txt", "1234567");
    expect(pathsOf(await storage.list(ada))).toEqual(["b.txt", "c.txt"]);
  });

  it("lets files be written over at the same time, as long as nothing grows, and gives no room twice", async () => {
    await using folder = await temporaryFolder();
    const options = {
      basePath: folder.path,
      quota: { userBytes: 100, tenantBytes: 100 },
      backupOnOverwrite: false,
    };
    await using storage = await openLocalStorage(options);
    const names = ["a.txt", "b.txt"];
    for (const name of names) await storage.write(ada, name, "1".repeat(50));
    for (let round = 0; round < 5; round++)
      await Promise.all(names.map((name) => storage.write(ada, name, "2".repeat(50))));
    const same = Array.from({ length: 10 }, () => storage.write(ada, "a.txt", "3".repeat(50)));
    await Promise.all(same);
    const racing = [
      storage.delete(ada, "b.txt"),
      storage.write(ada, "b.txt", "4".repeat(50)),
      ...Array.from({ length: 5 }, (_, place) => storage.write(ada, `c${place}.txt`, "5".repeat(50))),
    ];
    await Promise.allSettled(racing);
    expect(await bytesIn(folder.path)).toBeLessThanOrEqual(100);
    await storage.write(ada, "a.txt", "");
    expect(await bytesIn(folder.path)).toBeLessThanOrEqual(50);
  });

  it("lets a file shrink that is larger than the quota by now", async () => {
    await using folder = await temporaryFolder();
    await using before = await openLocalStorage({ basePath: folder.path, backupOnOverwrite: false });
    await before.write(ada, "a.txt", "1".repeat(50));
    await using storage = await openLocalStorage({
      basePath: folder.path,
      quota: { userBytes: 10 },
      backupOnOverwrite: false,
    });
    await storage.write(ada, "a.txt", "2".repeat(40));
    await expect(storage.write(ada, "a.txt", "3".repeat(41))).rejects.toMatchObject(
      exceeded({ userBytes: 10 }),
    );
  });

  it("holds also after somebody wrote what is no bytes", async () => {
    await using folder = await temporaryFolder();
    await using storage = await openLocalStorage({ basePath: folder.path, quota: { userBytes: 10 } });
    await expect(storage.writeStream(ada, "a.txt", piecesOf({ a: 1 } as never))).rejects.toThrow();
    await expect(storage.write(ada, "a.txt", "12345678901")).rejects.toMatchObject(
      exceeded({ userBytes: 10 }),
    );
    expect(await bytesIn(folder.path)).toBe(0);
  });

  it("counts what was there before the storage was opened", async () => {
    await using folder = await temporaryFolder();
    const options = { basePath: folder.path, quota: { userBytes: 10, userFiles: 3 } };
    await using first = await openLocalStorage(options);
    await first.write(ada, "a.txt", "1234");
    await first.write(ada, "b/c.txt", "1234");
    await using second = await openLocalStorage(options);
    await expect(second.write(ada, "d.txt", "123")).rejects.toMatchObject(exceeded({ userBytes: 10 }));
    await second.write(ada, "d.txt", "12");
    await expect(second.write(ada, "e.txt", "")).rejects.toMatchObject(exceeded({ userFiles: 3 }));
    await second.write(ada, "a.txt", "");
  });

  it("of files holds for a user also when many are written at once", async () => {
    await using folder = await temporaryFolder();
    await using storage = await openLocalStorage({ basePath: folder.path, quota: { userFiles: 3 } });
    const writes = Array.from({ length: 8 }, (_, index) => storage.write(ada, `${index}.txt`, "1"));
    const refused = (await Promise.allSettled(writes)).filter(({ status }) => status === "rejected");
    expect(refused).toHaveLength(5);
    expect(await storage.list(ada)).toHaveLength(3);
    expect(Object.keys(await treeOf(folder.at("tenant/agent/ada")))).toHaveLength(3);
  });

  it("of bytes is not passed by many writes at once", async () => {
    await using folder = await temporaryFolder();
    await using storage = await openLocalStorage({ basePath: folder.path, quota: { userBytes: 1000 } });
    const writes = Array.from({ length: 10 }, (_, index) =>
      storage.writeStream(ada, `${index}.txt`, piecesOf("x".repeat(100), "x".repeat(200))),
    );
    await Promise.allSettled(writes);
    expect(await bytesIn(folder.path)).toBeLessThanOrEqual(1000);
    expect((await storage.list(ada)).length).toBeGreaterThan(0);
  });

  it("of bytes holds for a tenant over all its agents and users, and no other tenant", async () => {
    await using folder = await temporaryFolder();
    await using storage = await openLocalStorage({ basePath: folder.path, quota: { tenantBytes: 10 } });
    await storage.write(ada, "a.txt", "1234");
    await storage.write(scopeOf({ agentId: "other" }), "a.txt", "1234");
    const bob = scopeOf({ userId: "bob" });
    await expect(storage.write(bob, "a.txt", "123")).rejects.toMatchObject(exceeded({ tenantBytes: 10 }));
    await storage.write(scopeOf({ tenantId: "other" }), "a.txt", "1234567890");
    await storage.delete(ada, "a.txt");
    await storage.write(bob, "a.txt", "123456");
    expect(await bytesIn(folder.at("tenant"))).toBe(10);
  });

  it("makes backups give way, the oldest first", async () => {
    await using folder = await temporaryFolder();
    await using storage = await openLocalStorage({ basePath: folder.path, quota: { userBytes: 10 } });
    await storage.write(ada, "a.txt", "aaa");
    await storage.write(ada, "a.txt", "bbb");
    await storage.write(ada, "a.txt", "ccc");
    expect(await bytesIn(folder.path)).toBe(9);
    await storage.write(ada, "b.txt", "dddd");
    const texts = Object.values(await treeOf(folder.path)).filter((text) => text !== "");
    expect(texts.sort()).toEqual(["bbb", "ccc", "dddd"]);
    await storage.write(ada, "b.txt", "1234567");
    expect(await bytesIn(folder.path)).toBe(10);
    expect(await textAt(storage, ada, "a.txt")).toBe("ccc");
  });

  it("is given back by writes that fail", async () => {
    await using folder = await temporaryFolder();
    await using storage = await openLocalStorage({
      basePath: folder.path,
      quota: { userBytes: 10, tenantBytes: 10 },
    });
    async function* broken() {
      yield "12345678";
      throw new Error("broken");
    }
    for (let attempt = 0; attempt < 5; attempt++)
      await expect(storage.writeStream(ada, "a.txt", broken())).rejects.toThrow("broken");
    await storage.write(ada, "a.txt", "1234567890");
  });
});
