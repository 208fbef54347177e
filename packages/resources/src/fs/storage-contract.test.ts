import { rm } from "node:fs/promises";
import { afterAll } from "vitest";
import type { Storage } from "../storage/storage.ts";
import { storageContract } from "../testing/storage-contract.ts";
import { openLocalStorage, openLocalStorageIn } from "./open-local-storage.ts";
import { temporaryFolder } from "./temporary-folder.test-helper.ts";

const folders = new Map<Storage, string>();

afterAll(async () => {
  for (const path of folders.values()) await rm(path, { recursive: true, force: true });
});

function contractOf(name: string, open: (basePath: string) => Promise<Storage>, fuzzRuns: number): void {
  storageContract({
    name,
    fuzzRuns,
    async create() {
      const { path } = await temporaryFolder();
      const storage = await open(path);
      folders.set(storage, path);
      return storage;
    },
    async reopen(storage) {
      await storage.close();
      const path = folders.get(storage) ?? "";
      const again = await open(path);
      folders.set(again, path);
      return again;
    },
  });
}

contractOf("the local storage", (basePath) => openLocalStorage({ basePath }), 8);

// As where folders cannot be held open: macOS, Windows.
contractOf(
  "the local storage that finds its way by path",
  (basePath) => openLocalStorageIn({ basePath, backupOnOverwrite: false }, { hasHandles: false }),
  4,
);
