import type { Scope } from "@pergola/core";
import { expect, it } from "vitest";
import type { Storage } from "../../storage/storage.ts";
import { piecesOf, scopeOf } from "./samples.ts";
import type { StorageSubject } from "./storage-subject.ts";

const ada = scopeOf();

/** Every call, with arguments of any kind. */
const anyCallOn = (storage: Storage) => {
  const any = storage as unknown as Readonly<Record<string, (...given: unknown[]) => Promise<unknown>>>;
  return {
    read: (scope: unknown, path: unknown, options?: unknown) => any.read?.(scope, path, options),
    readStream: async (scope: unknown, path: unknown, options?: unknown) => {
      const pieces = any.readStream?.(scope, path, options) as unknown as AsyncIterable<Uint8Array>;
      for await (const _ of pieces) break;
    },
    write: (scope: unknown, path: unknown, options?: unknown) => any.write?.(scope, path, "1", options),
    writeStream: (scope: unknown, path: unknown, options?: unknown) =>
      any.writeStream?.(scope, path, piecesOf("1"), options),
    stat: (scope: unknown, path: unknown, options?: unknown) => any.stat?.(scope, path, options),
    delete: (scope: unknown, path: unknown, options?: unknown) => any.delete?.(scope, path, options),
    list: (scope: unknown, prefix: unknown, options?: unknown) => any.list?.(scope, prefix, options),
    listPage: (scope: unknown, prefix: unknown, options?: unknown) =>
      any.listPage?.(scope, options === undefined ? { prefix } : options),
  };
};

const NO_SCOPES = [undefined, null, "ada", 5, [], {}, () => undefined, Object.create(null)];
const NO_TEXTS = [
  null,
  5,
  true,
  {},
  [],
  ["a.txt"],
  Symbol("a"),
  5n,
  Object.create(null),
  new URL("file:///a"),
];
const NO_OPTIONS = [null, "x", 5, true, Symbol("x"), new AbortController().signal];
const NO_SIGNALS = [null, "x", 5, {}, new AbortController(), { aborted: true }];

export function argumentTests({ create }: StorageSubject): void {
  it("runs no call whose scope is of another kind", async () => {
    await using storage = await create();
    await storage.write(ada, "a.txt", "kept");
    for (const [name, call] of Object.entries(anyCallOn(storage)))
      for (const scope of NO_SCOPES)
        await expect(call(scope, "a.txt"), `${name} ${typeof scope}`).rejects.toMatchObject({
          code: "INVALID_SCOPE",
        });
  });

  it("takes no path, prefix or cursor that is no text", async () => {
    await using storage = await create();
    await storage.write(ada, "a.txt", "kept");
    for (const wrong of NO_TEXTS) {
      for (const [name, call] of Object.entries(anyCallOn(storage)))
        await expect(call(ada, wrong), `${name} ${typeof wrong}`).rejects.toMatchObject({
          code: "FILE_PATH_INVALID",
        });
      await expect(storage.listPage(ada, { cursor: wrong as string })).rejects.toMatchObject({
        code: "BAD_CURSOR",
      });
    }
  });

  it("takes no options, signals or limits of another kind", async () => {
    await using storage = await create();
    await storage.write(ada, "a.txt", "kept");
    const wrong = [...NO_OPTIONS, ...NO_SIGNALS.map((signal) => ({ signal }))];
    for (const [name, call] of Object.entries(anyCallOn(storage)))
      for (const options of wrong)
        await expect(call(ada, "a.txt", options), name).rejects.toMatchObject({
          code: "STORAGE_ARGUMENT_INVALID",
        });
    for (const limit of [null, "5", {}, 5n, true] as unknown as number[])
      await expect(storage.listPage(ada, { limit })).rejects.toMatchObject({
        code: "STORAGE_ARGUMENT_INVALID",
        message: expect.stringContaining("limit"),
      });
    expect(new TextDecoder().decode(await storage.read(ada, "a.txt"))).toBe("kept");
  });

  it("takes no content of another kind", async () => {
    await using storage = await create();
    await storage.write(ada, "a.txt", "kept");
    for (const data of [null, undefined, 5, {}, [1], Symbol("x")] as unknown as string[]) {
      await expect(storage.write(ada, "a.txt", data)).rejects.toMatchObject({ code: "FILE_CONTENT_INVALID" });
      for (const source of [data, piecesOf(data)] as AsyncIterable<string>[])
        await expect(storage.writeStream(ada as Scope, "a.txt", source)).rejects.toMatchObject({
          code: "FILE_CONTENT_INVALID",
        });
    }
    expect(new TextDecoder().decode(await storage.read(ada, "a.txt"))).toBe("kept");
  });
}
