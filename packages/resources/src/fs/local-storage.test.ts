import { mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import { createVirtualClock } from "@pergola/core/testing";
import { describe, expect, it } from "vitest";
import { pathsOf, piecesOf, scopeOf, textAt } from "../testing/storage/samples.ts";
import { openLocalStorage } from "./open-local-storage.ts";
import { temporaryFolder } from "./temporary-folder.test-helper.ts";
import { treeOf } from "./tree.test-helper.ts";

const ada = scopeOf();

describe("the folders on the disk", () => {
  it("are those of tenant, agent and user, readable, and for this process alone", async () => {
    await using folder = await temporaryFolder();
    await using storage = await openLocalStorage({ basePath: folder.at("files") });
    await storage.write(ada, "reports/June.md", "warm");
    await storage.write(scopeOf({ userId: "Ada Lovelace" }), "a.txt", "1");
    const tree = await treeOf(folder.at("files"));
    expect(tree["tenant/agent/ada/reports/June~1.md"]).toBe("warm");
    expect(Object.keys(tree)).toContainEqual(
      expect.stringMatching(/^tenant\/agent\/ada-lovelace~[0-9a-f]{64}\/a\.txt$/),
    );
    expect((await stat(folder.at("files/tenant"))).mode & 0o777).toBe(0o700);
    expect((await stat(folder.at("files/tenant/agent/ada/reports/June~1.md"))).mode & 0o777).toBe(0o600);
  });

  it("are not made before the first write, and gone after the last delete", async () => {
    await using folder = await temporaryFolder();
    await using storage = await openLocalStorage({ basePath: folder.at("a/b") });
    expect(await storage.list(ada)).toEqual([]);
    expect(await storage.stat(ada, "a.txt")).toBeUndefined();
    expect(await storage.delete(ada, "a.txt")).toBe(false);
    await expect(storage.read(ada, "a.txt")).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
    await expect(storage.write(ada, "a.exe", "")).rejects.toMatchObject({ code: "FILE_TYPE_REFUSED" });
    expect(await treeOf(folder.path)).toEqual({});
    await storage.write(ada, "x/y/a.txt", "1");
    await storage.write(ada, "x/y/a.txt", "2");
    expect(await storage.delete(ada, "x/y/a.txt")).toBe(true);
    expect(await treeOf(folder.path)).toEqual({ "a/": "", "a/b/": "" });
  });

  it("stay where they are when the process goes elsewhere", async () => {
    await using folder = await temporaryFolder();
    const from = process.cwd();
    process.chdir(folder.path);
    try {
      await using storage = await openLocalStorage();
      process.chdir(from);
      await storage.write(ada, "a.txt", "1");
      expect(await readdir(folder.at("agent_files"))).toEqual(["tenant"]);
    } finally {
      process.chdir(from);
    }
  });

  it("must be there already when the storage may not make them", async () => {
    await using folder = await temporaryFolder();
    await using storage = await openLocalStorage({ basePath: folder.at("files"), createDirs: false });
    const missing = { code: "STORAGE_FOLDER_MISSING", hint: expect.stringContaining("createDirs") };
    await expect(storage.write(ada, "a.txt", "1")).rejects.toMatchObject(missing);
    expect(await storage.list(ada)).toEqual([]);
    await mkdir(folder.at("files"));
    await storage.write(ada, "a.txt", "1");
    expect(await textAt(storage, ada, "a.txt")).toBe("1");
  });

  it("are made again when somebody removed them", async () => {
    await using folder = await temporaryFolder();
    await using storage = await openLocalStorage({ basePath: folder.at("files") });
    await storage.write(ada, "a.txt", "1");
    await rm(folder.at("files"), { recursive: true });
    expect(await storage.list(ada)).toEqual([]);
    await storage.write(ada, "a.txt", "2");
    expect(await textAt(storage, ada, "a.txt")).toBe("2");
  });

  it("show files that somebody put there by hand, and hide what no path means", async () => {
    await using folder = await temporaryFolder();
    await using storage = await openLocalStorage({ basePath: folder.path });
    await mkdir(folder.at("tenant/agent/ada/notes"), { recursive: true });
    for (const name of ["notes/june.md", "Capital.md", "program.exe", "%zz.txt", "~x.txt"])
      await writeFile(folder.at("tenant/agent/ada", name), name);
    expect(pathsOf(await storage.list(ada))).toEqual(["notes/june.md"]);
  });

  it("are no file", async () => {
    await using folder = await temporaryFolder();
    await writeFile(folder.at("files"), "");
    const opening = openLocalStorage({ basePath: folder.at("files") });
    await expect(opening).rejects.toMatchObject({ code: "FILE_UNSAFE" });
  });
});

describe("what a file may be", () => {
  it.each(["a.exe", "a", "a.txt.sh", ".txt", "txt", "a.md5", "a.Json5"])("is not %j", async (path) => {
    await using folder = await temporaryFolder();
    await using storage = await openLocalStorage({ basePath: folder.path });
    for (const call of [storage.write(ada, path, ""), storage.read(ada, path), storage.delete(ada, path)])
      await expect(call).rejects.toMatchObject({
        code: "FILE_TYPE_REFUSED",
        message: expect.stringContaining(".txt, .json, .csv, .md, .yaml, .yml, .log"),
        hint: expect.stringContaining("allowedExtensions"),
      });
  });

  it("is what allowedExtensions say, in any case, and anything for a star", async () => {
    await using folder = await temporaryFolder();
    const basePath = folder.path;
    await using storage = await openLocalStorage({ basePath, allowedExtensions: [".PDF"] });
    await storage.write(ada, "a.pdf", "1");
    await storage.write(ada, "A.Pdf", "2");
    await expect(storage.write(ada, "a.txt", "1")).rejects.toMatchObject({ code: "FILE_TYPE_REFUSED" });
    await using open = await openLocalStorage({ basePath, allowedExtensions: ["*"] });
    for (const path of ["Makefile", "Makefile/x", ".env", "a.tar.gz"]) await open.write(ada, path, path);
    expect(pathsOf(await open.list(ada))).toEqual([
      ".env",
      "A.Pdf",
      "Makefile",
      "Makefile/x",
      "a.pdf",
      "a.tar.gz",
    ]);
    expect(pathsOf(await storage.list(ada))).toEqual(["A.Pdf", "a.pdf"]);
  });

  it("has at most maxFileBytes, at once or in pieces, also to be read", async () => {
    await using folder = await temporaryFolder();
    await using storage = await openLocalStorage({ basePath: folder.path, maxFileBytes: 10 });
    const tooLarge = { code: "FILE_TOO_LARGE", details: { path: "a.txt", maxFileBytes: 10 } };
    await storage.write(ada, "a.txt", "0123456789");
    await expect(storage.write(ada, "a.txt", "0123456789é")).rejects.toMatchObject(tooLarge);
    let taken = 0;
    async function* endless() {
      while (true) yield `${taken++ % 10}`;
    }
    await expect(storage.writeStream(ada, "a.txt", endless())).rejects.toMatchObject(tooLarge);
    expect(taken).toBeLessThanOrEqual(12);
    expect(await textAt(storage, ada, "a.txt")).toBe("0123456789");
    await writeFile(folder.at("tenant/agent/ada/a.txt"), "0123456789a");
    await expect(storage.read(ada, "a.txt")).rejects.toMatchObject(tooLarge);
  });

  it("has no part that is too long for a file system", async () => {
    await using folder = await temporaryFolder();
    await using storage = await openLocalStorage({ basePath: folder.path });
    const refused = { code: "FILE_PATH_INVALID", message: expect.stringContaining("too long") };
    await expect(storage.write(ada, `${"x".repeat(252)}.txt`, "")).rejects.toMatchObject(refused);
    await expect(storage.write(ada, `${"é".repeat(50)}/a.txt`, "")).rejects.toMatchObject(refused);
    const longest = `${"x".repeat(251)}.txt`;
    const deepest = `${Array.from({ length: 31 }, () => "d").join("/")}/a.txt`;
    for (const path of [longest, deepest]) {
      await storage.write(ada, path, "1");
      await storage.write(ada, path, "2");
      expect(await textAt(storage, ada, path)).toBe("2");
    }
    expect(pathsOf(await storage.list(ada))).toEqual([deepest, longest]);
    expect([await storage.delete(ada, longest), await storage.delete(ada, deepest)]).toEqual([true, true]);
  });
});

describe("backups", () => {
  const backupsIn = async (path: string) =>
    Object.entries(await treeOf(path)).flatMap(([name, text]) =>
      name.includes("~backups") && text !== "" ? [text] : [],
    );

  it("keep the latest versions that were written over, as many as they may", async () => {
    await using folder = await temporaryFolder();
    const clock = createVirtualClock(Date.UTC(2026, 0, 2, 3, 4, 5, 6));
    await using storage = await openLocalStorage({ basePath: folder.path, maxBackupsPerFile: 2, clock });
    for (const text of ["1", "2", "3", "4", "5"]) await storage.write(ada, "notes/June.md", text);
    await storage.write(ada, "b.txt", "one version only");
    expect((await backupsIn(folder.path)).sort()).toEqual(["3", "4"]);
    expect(await readdir(folder.at("tenant/agent/ada/~backups/notes/June~1.md"))).toEqual([
      expect.stringMatching(/^2026-01-02T03-04-05\.006Z-000003-\d+-[0-9a-f]{8}\.md$/),
      expect.stringMatching(/^2026-01-02T03-04-05\.006Z-000004-\d+-[0-9a-f]{8}\.md$/),
    ]);
    expect(pathsOf(await storage.list(ada))).toEqual(["b.txt", "notes/June.md"]);
  });

  it("keep the latest versions also when the clock is set back", async () => {
    await using folder = await temporaryFolder();
    let now = Date.UTC(2026, 0, 2);
    const clock = { ...createVirtualClock(), now: () => now };
    await using storage = await openLocalStorage({ basePath: folder.path, maxBackupsPerFile: 2, clock });
    for (const text of ["1", "2", "3"]) await storage.write(ada, "a.txt", text);
    now -= 3_600_000;
    for (const text of ["4", "5", "6"]) await storage.write(ada, "a.txt", text);
    expect((await backupsIn(folder.path)).sort()).toEqual(["4", "5"]);
  });

  it("are kept by several storages of one folder that write over one file at the same time", async () => {
    await using folder = await temporaryFolder();
    const clock = createVirtualClock(Date.UTC(2026, 0, 2));
    const options = { basePath: folder.path, maxBackupsPerFile: 1000, clock };
    const storages = await Promise.all(Array.from({ length: 4 }, () => openLocalStorage(options)));
    await storages[0]?.write(ada, "a.txt", "first");
    const writes = Array.from({ length: 10 }, (_, round) =>
      storages.map((storage, place) => storage.write(ada, "a.txt", `${round} of ${place}`)),
    );
    await Promise.all(writes.flat());
    expect((await backupsIn(folder.path)).length).toBe(40);
    await Promise.all(storages.map((storage) => storage.close()));
  });

  it("can be switched off, and go with their file", async () => {
    await using folder = await temporaryFolder();
    await using storage = await openLocalStorage({ basePath: folder.path });
    await using without = await openLocalStorage({ basePath: folder.path, backupOnOverwrite: false });
    await without.write(ada, "a.txt", "1");
    await without.write(ada, "a.txt", "2");
    expect(await backupsIn(folder.path)).toEqual([]);
    await storage.write(ada, "a.txt", "3");
    expect(await backupsIn(folder.path)).toEqual(["2"]);
    await storage.delete(ada, "a.txt");
    expect(await treeOf(folder.path)).toEqual({});
  });

  it("are not made by a write that fails", async () => {
    await using folder = await temporaryFolder();
    await using storage = await openLocalStorage({ basePath: folder.path, maxFileBytes: 4 });
    await storage.write(ada, "a.txt", "1");
    const before = await treeOf(folder.path);
    await expect(storage.writeStream(ada, "a.txt", piecesOf("123", "45"))).rejects.toThrow();
    expect(await treeOf(folder.path)).toEqual(before);
  });
});
