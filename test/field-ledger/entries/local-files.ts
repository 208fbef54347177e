import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Scope, silentLogger } from "@pergola/core";
import type { Storage } from "@pergola/resources";
import { type LocalFilesConfig, localFiles } from "@pergola/resources/fs";
import { entry, type Ledger } from "../ledger.ts";
import { codeOf, using } from "../probes/using.ts";

const ada: Scope = { tenantId: "tenant", agentId: "agent", userId: "ada" };

/** A storage in a folder of its own. */
async function withFiles<T>(
  config: LocalFilesConfig,
  use: (storage: Storage, folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "pergola-ledger-"));
  const made = { ...config, basePath: join(folder, config.basePath ?? "files") };
  try {
    const storage = localFiles().create(made, { logger: silentLogger, env: {} });
    return await using(storage, (opened) => use(opened, folder));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The code that writing these texts to one file after another ends with; undefined when all are stored. */
const writing = (config: LocalFilesConfig, files: Readonly<Record<string, string>>) =>
  withFiles(config, (storage) =>
    codeOf(
      (async () => {
        for (const [path, text] of Object.entries(files)) await storage.write(ada, path, text);
      })(),
    ),
  );

/** How many earlier versions are left of a file that was written four times. */
const versions = (config: LocalFilesConfig) =>
  withFiles(config, async (storage, folder) => {
    for (const text of ["1", "2", "3", "4"]) await storage.write(ada, "a.txt", text);
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries.filter((each) => each.isFile()).length - 1;
  });

export const localStorage: Ledger = {
  name: "storage/local",
  schema: localFiles().configSchema,
  entries: [
    entry("basePath", ["one", "two"], (basePath) =>
      withFiles({ basePath }, async (storage, folder) => {
        await storage.write(ada, "a.txt", "1");
        return readdir(folder);
      }),
    ),
    entry("createDirs", [true, false], (createDirs) => writing({ createDirs }, { "a.txt": "1" })),
    entry("maxFileBytes", [2, 3], (maxFileBytes) => writing({ maxFileBytes }, { "a.txt": "123" })),
    entry("allowedExtensions", [".txt", ".pdf"], (extension) =>
      writing({ allowedExtensions: [extension] }, { "a.txt": "1" }),
    ),
    entry("backupOnOverwrite", [true, false], (backupOnOverwrite) => versions({ backupOnOverwrite })),
    entry("maxBackupsPerFile", [1, 2], (maxBackupsPerFile) => versions({ maxBackupsPerFile })),
    entry("quota.userBytes", [3, 4], (userBytes) =>
      writing({ quota: { userBytes } }, { "a.txt": "12", "b.txt": "34" }),
    ),
    entry("quota.userFiles", [1, 2], (userFiles) =>
      writing({ quota: { userFiles } }, { "a.txt": "1", "b.txt": "2" }),
    ),
    entry("quota.tenantBytes", [3, 4], (tenantBytes) =>
      writing({ quota: { tenantBytes } }, { "a.txt": "12", "b.txt": "34" }),
    ),
  ],
};
