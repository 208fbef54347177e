import { execFileSync } from "node:child_process";
import { link, mkdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { callsOn, pathsOf, scopeOf, textAt } from "../testing/storage/samples.ts";
import { openLocalStorageIn } from "./open-local-storage.ts";
import { temporaryFolder } from "./temporary-folder.test-helper.ts";
import { treeOf } from "./tree.test-helper.ts";

const ada = scopeOf();
const OWN = "files/tenant/agent/ada";
const unsafe = { code: "FILE_UNSAFE", message: expect.any(String), hint: expect.any(String) };

/** A storage with `notes/a.txt`, and beside it a folder that is none of its business. */
async function open(hasHandles: boolean) {
  const folder = await temporaryFolder();
  await mkdir(folder.at("outside"));
  await writeFile(folder.at("outside/a.txt"), "secret");
  const storage = await openLocalStorageIn({ basePath: folder.at("files") }, { hasHandles });
  await storage.write(ada, "notes/a.txt", "mine");
  const close = async () => {
    await storage.close();
    await folder[Symbol.asyncDispose]();
  };
  return { folder, storage, [Symbol.asyncDispose]: close };
}

describe.each([
  ["with handles of folders", true],
  ["by path", false],
])("%s", (_, hasHandles) => {
  const expectNoWayOut = async (
    { folder, storage }: Awaited<ReturnType<typeof open>>,
    path: string,
  ): Promise<void> => {
    for (const [name, call] of Object.entries(callsOn(storage, ada, path)))
      await expect(call(), name).rejects.toMatchObject(unsafe);
    expect(await treeOf(folder.at("outside"))).toEqual({ "a.txt": "secret" });
  };

  it.each(["../../../../../outside", "/absolute"])(
    "follows no link in the place of a folder: %s",
    async (to) => {
      await using opened = await open(hasHandles);
      const { folder, storage } = opened;
      await rm(folder.at(OWN, "notes"), { recursive: true });
      await symlink(to === "/absolute" ? folder.at("outside") : to, folder.at(OWN, "notes"));
      await expectNoWayOut(opened, "notes/a.txt");
      await expectNoWayOut(opened, "notes/b.txt").catch((error: unknown) => {
        throw error;
      });
      expect(await storage.list(ada)).toEqual([]);
      expect(await storage.list(ada, "notes/")).toEqual([]);
    },
  );

  it.each(["files/tenant", "files/tenant/agent", OWN])(
    "follows no link in the place of %s",
    async (place) => {
      await using opened = await open(hasHandles);
      const { folder, storage } = opened;
      await rename(folder.at(place), folder.at("outside/moved"));
      await symlink(folder.at("outside/moved"), folder.at(place));
      for (const call of Object.values(callsOn(storage, ada, "notes/a.txt")))
        await expect(call()).rejects.toMatchObject(unsafe);
      expect(await storage.list(ada)).toEqual([]);
      expect(
        Object.values(await treeOf(folder.at("outside")))
          .filter(Boolean)
          .sort(),
      ).toEqual(["mine", "secret"]);
    },
  );

  it("follows no link that comes in the place of the base once it is known", async () => {
    await using opened = await open(hasHandles);
    const { folder, storage } = opened;
    await rename(folder.at("files"), folder.at("outside/moved"));
    await symlink(folder.at("outside/moved"), folder.at("files"));
    for (const call of Object.values(callsOn(storage, ada, "notes/a.txt")))
      await expect(call()).rejects.toMatchObject(unsafe);
    await expect(storage.list(ada)).resolves.toEqual([]);
  });

  it("takes a base that is a link from the start for the folder it leads to", async () => {
    await using folder = await temporaryFolder();
    await mkdir(folder.at("real"));
    await symlink(folder.at("real"), folder.at("link"));
    await using storage = await openLocalStorageIn({ basePath: folder.at("link/files") }, { hasHandles });
    await storage.write(ada, "a.txt", "1");
    expect(await readFile(folder.at("real/files/tenant/agent/ada/a.txt"), "utf8")).toBe("1");
  });

  it.each([
    ["a link to a file", (at: string, out: string) => symlink(`${out}/a.txt`, at)],
    ["a link to nothing", (at: string, out: string) => symlink(`${out}/b.txt`, at)],
    ["a link to itself", (at: string) => symlink(at, at)],
    ["a link to a device", (at: string) => symlink("/dev/zero", at)],
    ["a folder", (at: string) => mkdir(at)],
    ["a pipe", async (at: string) => void execFileSync("mkfifo", [at])],
    [
      "a socket",
      (at: string) => new Promise<void>((resolve) => void createServer().listen(at, resolve).unref()),
    ],
  ])("neither reads nor writes nor removes %s in the place of a file", async (_name, put) => {
    await using opened = await open(hasHandles);
    const { folder, storage } = opened;
    await put(folder.at(OWN, "x.txt"), folder.at("outside"));
    await expectNoWayOut(opened, "x.txt");
    expect(pathsOf(await storage.list(ada))).toEqual(["notes/a.txt"]);
    expect(await textAt(storage, ada, "notes/a.txt")).toBe("mine");
  });

  it("writes over a hard link without a change to the other name", async () => {
    await using opened = await open(hasHandles);
    const { folder, storage } = opened;
    await link(folder.at("outside/a.txt"), folder.at(OWN, "x.txt"));
    await storage.write(ada, "x.txt", "mine");
    await storage.delete(ada, "x.txt");
    expect(await treeOf(folder.at("outside"))).toEqual({ "a.txt": "secret" });
  });
});
