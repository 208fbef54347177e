import { expect, it } from "vitest";
import { HOSTILE_PATHS } from "./hostile-paths.ts";
import { callsOn, pathsOf, scopeOf, textAt } from "./samples.ts";
import type { StorageSubject } from "./storage-subject.ts";

export function pathTests({ create }: StorageSubject): void {
  it(`takes none of ${HOSTILE_PATHS.length} ways out, in no call`, async () => {
    await using storage = await create();
    await storage.write(scopeOf(), "x.txt", "kept");
    for (const path of HOSTILE_PATHS) {
      for (const [name, call] of Object.entries(callsOn(storage, scopeOf(), path))) {
        await expect(call(), `${name} ${JSON.stringify(path)}`).rejects.toMatchObject({
          code: "FILE_PATH_INVALID",
        });
      }
    }
    expect(pathsOf(await storage.list(scopeOf()))).toEqual(["x.txt"]);
    expect(await textAt(storage, scopeOf(), "x.txt")).toBe("kept");
  });

  it("refuses them also from somebody who has no file", async () => {
    await using storage = await create();
    for (const call of Object.values(callsOn(storage, scopeOf(), "../x.txt")))
      await expect(call()).rejects.toMatchObject({ code: "FILE_PATH_INVALID" });
  });

  it("says what it received, and what to do", async () => {
    await using storage = await create();
    await expect(storage.read(scopeOf(), "../x.txt")).rejects.toMatchObject({
      message: expect.stringContaining('"../x.txt"'),
      hint: expect.stringContaining("reports/june.md"),
    });
  });
}
