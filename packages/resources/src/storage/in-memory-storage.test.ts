import type { Scope } from "@pergola/core";
import { createVirtualClock } from "@pergola/core/testing";
import { describe, expect, it } from "vitest";
import { storageContract } from "../testing/storage-contract.ts";
import { createInMemoryStorage } from "./in-memory-storage.ts";

const ada: Scope = { tenantId: "tenant", agentId: "agent", userId: "ada" };

describe("createInMemoryStorage", () => {
  it("gives back the bytes that were written, text as UTF-8", async () => {
    await using storage = createInMemoryStorage();
    await storage.write(ada, "notes/é.md", "é");
    await storage.write(ada, "data.bin", new Uint8Array([0, 255]));
    expect(await storage.read(ada, "notes/é.md")).toEqual(new Uint8Array([0xc3, 0xa9]));
    expect(await storage.read(ada, "data.bin")).toEqual(new Uint8Array([0, 255]));
  });

  it("is not made with a limit that is none", () => {
    for (const maxBytes of [Number.NaN, 0, -1, "many"] as never[])
      expect(() => createInMemoryStorage({ maxBytes })).toThrow(
        expect.objectContaining({
          code: "PROVIDER_CONFIG_INVALID",
          details: expect.objectContaining({ problems: [expect.objectContaining({ path: ["maxBytes"] })] }),
        }),
      );
  });

  it("is not touched by later changes to what was handed in or out", async () => {
    await using storage = createInMemoryStorage();
    const data = new Uint8Array([1]);
    await storage.write(ada, "a", data);
    data[0] = 2;
    (await storage.read(ada, "a"))[0] = 3;
    expect(await storage.read(ada, "a")).toEqual(new Uint8Array([1]));
  });

  it("lists by name what begins with a prefix, with size and time", async () => {
    const clock = createVirtualClock(5);
    await using storage = createInMemoryStorage({ clock });
    for (const path of ["b/2", "b/1", "a"]) await storage.write(ada, path, "12");
    expect(await storage.list(ada, "b/")).toEqual([
      { path: "b/1", bytes: 2, modifiedAt: 5 },
      { path: "b/2", bytes: 2, modifiedAt: 5 },
    ]);
    expect((await storage.list(ada)).map((file) => file.path)).toEqual(["a", "b/1", "b/2"]);
    expect(await storage.stat(ada, "a")).toEqual({ path: "a", bytes: 2, modifiedAt: 5 });
  });

  it("deletes once, and says what is not there", async () => {
    await using storage = createInMemoryStorage();
    await storage.write(ada, "a", "1");
    expect([await storage.delete(ada, "a"), await storage.delete(ada, "a")]).toEqual([true, false]);
    expect(await storage.stat(ada, "a")).toBeUndefined();
    await expect(storage.read(ada, "a")).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
  });

  it.each([{ userId: "bob" }, { agentId: "b" }, { tenantId: "b" }])("hides files from %j", async (parts) => {
    await using storage = createInMemoryStorage();
    const other = { ...ada, ...parts };
    await storage.write(ada, "a", "1");
    expect(await storage.list(other)).toEqual([]);
    expect(await storage.delete(other, "a")).toBe(false);
    await storage.write(other, "a", "22");
    expect((await storage.stat(ada, "a"))?.bytes).toBe(1);
  });

  it("shares the files of a user among all sessions", async () => {
    await using storage = createInMemoryStorage();
    await storage.write({ ...ada, sessionId: "one" }, "a", "1");
    expect(await storage.list({ ...ada, sessionId: "two" })).toHaveLength(1);
  });

  it.each(["", "/a", "a/", "a//b", "./a", "a/../b", "..", "a\\b", "a\0", "\ud83d", "x".repeat(1025)])(
    "takes no file of the path %j",
    async (path) => {
      await using storage = createInMemoryStorage();
      const refused = { code: "FILE_PATH_INVALID" };
      await expect(storage.write(ada, path, "1")).rejects.toMatchObject(refused);
      await storage.write(ada, "a", "1");
      await expect(storage.read(ada, path)).rejects.toMatchObject(refused);
      await expect(storage.delete(ada, path)).rejects.toMatchObject(refused);
    },
  );

  it("refuses to grow beyond its bytes, and has room again after a delete or a smaller file", async () => {
    await using storage = createInMemoryStorage({ maxBytes: 10 });
    await storage.write(ada, "a", "12345678");
    await expect(storage.write(ada, "b", "123")).rejects.toMatchObject({ code: "STORE_FULL" });
    await storage.write(ada, "a", "1234567");
    await storage.write(ada, "b", "123");
    await storage.delete(ada, "a");
    await storage.write(ada, "c", "1234567");
  });

  it("stops with its signal and refuses every call after close", async () => {
    const storage = createInMemoryStorage();
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(storage.write(ada, "a", "1", { signal })).rejects.toThrow("enough");
    await expect(storage.read(ada, "a", { signal })).rejects.toThrow("enough");
    await storage.close();
    await storage.close();
    for (const call of [
      () => storage.read(ada, "a"),
      () => storage.write(ada, "a", "1"),
      () => storage.list(ada),
      () => storage.stat(ada, "a"),
      () => storage.delete(ada, "a"),
    ]) {
      await expect(call()).rejects.toMatchObject({ code: "STORE_CLOSED" });
    }
  });
});

storageContract({ name: "createInMemoryStorage()", create: async () => createInMemoryStorage() });
