import type { FileHandle } from "node:fs/promises";
import { type FileSystem, nodeFileSystem } from "./file-system.ts";

/** The real file system, with `before` asked ahead of every call, also of those on open files. What it throws, the call throws. */
export function watchedFileSystem(before: (call: string, args: readonly unknown[]) => void): FileSystem {
  return watched(nodeFileSystem, before, (opened) =>
    watched(opened as FileHandle, before, (result) => result),
  );
}

function watched<T extends object>(
  target: T,
  before: (call: string, args: readonly unknown[]) => void,
  wrap: (result: unknown) => unknown,
): T {
  return new Proxy(target, {
    get(_, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== "function") return value;
      return async (...args: unknown[]) => {
        // What fails to close is closed all the same.
        if (key === "close") await value.apply(target, args);
        before(String(key), args);
        if (key === "close") return;
        const result: unknown = await value.apply(target, args);
        return key === "open" ? wrap(result) : result;
      };
    },
  });
}

/** As the operating system would say it. */
export function systemError(code: string, errno = -1): Error {
  return Object.assign(new Error(`${code}: made by a test`), { code, errno, syscall: "test" });
}
