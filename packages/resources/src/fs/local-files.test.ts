import { silentLogger } from "@pergola/core";
import { describe, expect, it } from "vitest";
import { createProviderRegistry } from "../provider-registry.ts";
import { scopeOf, textAt } from "../testing/storage/samples.ts";
import { localFiles } from "./local-files.ts";
import { openLocalStorage } from "./open-local-storage.ts";
import { temporaryFolder } from "./temporary-folder.test-helper.ts";

const context = { logger: silentLogger, env: {} };

describe("localFiles()", () => {
  it("is the storage provider local", async () => {
    await using folder = await temporaryFolder();
    const provider = createProviderRegistry([localFiles()]).get("storage", "local");
    await using storage = await provider.create({ basePath: folder.path }, context);
    await storage.write(scopeOf(), "a.txt", "1");
    expect(await textAt(storage, scopeOf(), "a.txt")).toBe("1");
  });

  it("puts its own settings under the config, limits one by one", async () => {
    await using folder = await temporaryFolder();
    const provider = localFiles({ basePath: folder.path, quota: { userBytes: 4, userFiles: 1 } });
    await using storage = await provider.create({ quota: { userFiles: 2 } }, context);
    await storage.write(scopeOf(), "a.txt", "1");
    await storage.write(scopeOf(), "b.txt", "1");
    await expect(storage.write(scopeOf(), "c.txt", "1")).rejects.toMatchObject({ details: { userFiles: 2 } });
    await expect(storage.write(scopeOf(), "a.txt", "12345")).rejects.toMatchObject({
      details: { userBytes: 4 },
    });
  });

  it("says every defect of a config, what came and what may stand there", async () => {
    const config = {
      basePath: "",
      createDirs: "yes",
      maxFileBytes: 0,
      allowedExtensions: ["txt", ".md", ".a/b"],
      maxBackupsPerFile: 1.5,
      quota: { userBytes: -1, perUser: 1 },
      maxFileByte: 1,
    };
    const problems = localFiles().validateConfig?.(config, context) ?? [];
    expect(problems.map(({ path }) => path.join(".")).sort()).toEqual([
      "allowedExtensions.0",
      "allowedExtensions.2",
      "basePath",
      "createDirs",
      "maxBackupsPerFile",
      "maxFileByte",
      "maxFileBytes",
      "quota.perUser",
      "quota.userBytes",
    ]);
    await expect(localFiles().create(config, context)).rejects.toMatchObject({
      code: "PROVIDER_CONFIG_INVALID",
      message: expect.stringContaining("storage/local"),
      details: { problems },
    });
    expect(localFiles().validateConfig?.("files", context)).toHaveLength(1);
    expect(localFiles().validateConfig?.(undefined, context)).toEqual([]);
  });

  it("says where files go", () => {
    expect(localFiles().describe?.({ basePath: "/data/files" }, context)).toBe(
      "files in /data/files, on this machine",
    );
    expect(localFiles().describe?.(undefined, context)).toMatch(/files in .*agent_files, on this machine/);
    expect(localFiles().describe?.({ basePath: 5 }, context)).toContain("no text");
  });
});

it("opens nothing with a limit that is none: a missing variable must not mean no limit", async () => {
  await using folder = await temporaryFolder();
  for (const [path, options] of [
    [["maxFileBytes"], { maxFileBytes: Number.NaN }],
    [["quota", "userBytes"], { quota: { userBytes: Number.NaN } }],
    [["quota", "tenantBytes"], { quota: { tenantBytes: "10" } }],
    [["allowedExtensions", 0], { allowedExtensions: ["txt"] }],
    [["maxBackupsPerFile"], { maxBackupsPerFile: -1 }],
    [["quotas"], { quotas: { userBytes: 1 } }],
  ] as const)
    await expect(openLocalStorage({ basePath: folder.path, ...options } as never)).rejects.toMatchObject({
      code: "PROVIDER_CONFIG_INVALID",
      details: { problems: [{ path }] },
    });
});
