import fc from "fast-check";
import { expect, it } from "vitest";
import { HOSTILE_IDS } from "../testing/conversation-store/hostile-ids.ts";
import { folderOfId, ownerFolders } from "./owner-folders.ts";

const folded = (name: string) => name.normalize("NFKD").toUpperCase().toLowerCase().normalize("NFKC");

it("gives plain ids a folder of their own name and all others one that begins readably", () => {
  expect(ownerFolders({ tenantId: "acme", agentId: "helper-2", userId: "ada", sessionId: "s" })).toEqual([
    "acme",
    "helper-2",
    "ada",
  ]);
  expect(folderOfId("Ada Lovelace")).toMatch(/^ada-lovelace~[0-9a-f]{64}$/);
  expect(folderOfId("x".repeat(10_000))).toMatch(/^x{24}~[0-9a-f]{64}$/);
  for (const device of ["con", "nul", "com1", "lpt9"]) expect(folderOfId(device)).toContain("~");
});

it("gives no two ids one folder, on no file system, and none that has a meaning", () => {
  const names = HOSTILE_IDS.map((id) => folded(folderOfId(id)));
  expect(new Set(names).size).toBe(HOSTILE_IDS.length);
  fc.assert(
    fc.property(fc.string({ unit: "binary", minLength: 1 }), (id) => {
      expect(folderOfId(id)).toMatch(/^[a-z0-9-][a-z0-9_-]{0,47}$|^[a-z0-9-]{0,24}~[0-9a-f]{64}$/);
    }),
    { numRuns: 200 },
  );
});
