import type { Scope } from "@pergola/core";
import { expect, it } from "vitest";
import type { Storage } from "../../storage/storage.ts";
import { HOSTILE_IDS } from "../conversation-store/hostile-ids.ts";
import { callsOn, pathsOf, scopeOf, textAt } from "./samples.ts";
import type { StorageSubject } from "./storage-subject.ts";

const PARTS = ["tenantId", "agentId", "userId"] as const;

export function isolationTests({ create }: StorageSubject): void {
  it.each(PARTS)("shows a file to nobody of another %s, and lets nobody else touch it", async (part) => {
    await using storage = await create();
    const [own, other] = [scopeOf(), scopeOf({ [part]: "other" })];
    await storage.write(own, "a.txt", "mine");
    expect(await storage.list(other)).toEqual([]);
    expect(await storage.stat(other, "a.txt")).toBeUndefined();
    expect(await storage.delete(other, "a.txt")).toBe(false);
    await expect(storage.read(other, "a.txt")).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
    await storage.write(other, "a.txt", "theirs");
    expect(await textAt(storage, own, "a.txt")).toBe("mine");
    expect(await storage.delete(other, "a.txt")).toBe(true);
    expect(await textAt(storage, own, "a.txt")).toBe("mine");
  });

  it("shares the files of a user among all sessions", async () => {
    await using storage = await create();
    await storage.write(scopeOf({ sessionId: "one" }), "a.txt", "1");
    expect(pathsOf(await storage.list(scopeOf({ sessionId: "two" })))).toEqual(["a.txt"]);
    expect(pathsOf(await storage.list(scopeOf()))).toEqual(["a.txt"]);
  });

  it.each(PARTS)(
    "keeps every %s apart",
    async (part) => {
      await using storage = await create();
      const scopes = HOSTILE_IDS.map((id) => scopeOf({ [part]: id }));
      await Promise.all(scopes.map((scope, index) => storage.write(scope, "a.txt", `${index}`)));
      await Promise.all(scopes.map((scope, index) => expectOnly(storage, scope, index)));
      for (const scope of scopes.filter((_, index) => index % 2 === 0)) await storage.delete(scope, "a.txt");
      for (const [index, scope] of scopes.entries()) {
        if (index % 2 === 1) await expectOnly(storage, scope, index);
        else expect(await storage.list(scope)).toEqual([]);
      }
    },
    60_000,
  );

  it("draws the line between two parts where it is", async () => {
    await using storage = await create();
    const parts = ["a", "b", "/", "a/b", "b/a", "~", "a~b"];
    const scopes = parts.flatMap((agentId) => parts.map((userId) => scopeOf({ agentId, userId })));
    await Promise.all(scopes.map((scope, index) => storage.write(scope, "a.txt", `${index}`)));
    await Promise.all(scopes.map((scope, index) => expectOnly(storage, scope, index)));
  }, 60_000);

  it.each(PARTS)("runs no call without a %s", async (part) => {
    await using storage = await create();
    for (const value of ["", undefined, null, 5, "\ud83d", "x".repeat(20_000)]) {
      const scope = { ...scopeOf(), [part]: value } as Scope; // wrong on purpose
      const calls = Object.values(callsOn(storage, scope, "a.txt"));
      for (const call of [...calls, () => storage.list(scope), () => storage.listPage(scope)])
        await expect(call()).rejects.toMatchObject({ code: "INVALID_SCOPE" });
    }
  });
}

async function expectOnly(storage: Storage, scope: Scope, index: number): Promise<void> {
  expect(pathsOf(await storage.list(scope))).toEqual(["a.txt"]);
  expect(await textAt(storage, scope, "a.txt")).toBe(`${index}`);
}
