import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { requireStoragePath } from "../storage/storage-path.ts";
import { HOSTILE_IDS } from "../testing/conversation-store/hostile-ids.ts";
import { diskName, pathPart } from "./disk-name.ts";

/** What file systems make of a name before they compare it: HFS+, APFS, NTFS, FAT in one. */
const folded = (name: string) => name.normalize("NFKD").toUpperCase().toLowerCase().normalize("NFKC");

const isPart = (text: string) => {
  try {
    return !text.includes("/") && requireStoragePath(text) === text;
  } catch {
    return false;
  }
};

const letters = fc.constantFrom(..."aAbB.~%1 -_éÉßıİKk\u0301ﬁ文が한".split(""), "\u212a", "\ud83d\udca5");
const part = fc
  .oneof(fc.string({ unit: letters, minLength: 1, maxLength: 12 }), fc.string({ unit: "grapheme" }))
  .filter(isPart);
const kind = fc.constantFrom("file" as const, "folder" as const);

describe("the name of a part of a path on the disk", () => {
  it.each([
    ["report.md", "file", "report.md"],
    ["Report.md", "file", "Report~1.md"],
    ["README.md", "file", "README~1r.md"],
    ["Makefile", "file", "Makefile~1.~"],
    ["v1.2", "folder", "v1%2e2"],
    ["文書.txt", "file", "文書.txt"],
    ["é.txt", "file", "%c3%a9.txt"],
    ["~tmp", "folder", "%7etmp"],
  ] as const)("of %j as a %s is %j", (name, as, expected) => {
    expect(diskName(name, as)).toBe(expected);
  });

  it("can be read back", () => {
    fc.assert(
      fc.property(part, kind, (name, as) => {
        const disk = diskName(name, as);
        if (disk !== undefined) expect(pathPart(disk, as)).toBe(name);
      }),
      { numRuns: 2000 },
    );
  });

  it("is of one part alone, also on file systems that fold case and normal forms", () => {
    fc.assert(
      fc.property(part, part, kind, kind, (a, b, kindOfA, kindOfB) => {
        const [one, other] = [diskName(a, kindOfA), diskName(b, kindOfB)];
        if (one === undefined || other === undefined || (a === b && kindOfA === kindOfB)) return;
        expect(folded(one)).not.toBe(folded(other));
      }),
      { numRuns: 5000 },
    );
    const parts = HOSTILE_IDS.filter(isPart);
    const names = parts.flatMap((id) => [diskName(id, "file"), diskName(id, "folder")]);
    const kept = names.flatMap((name) => name ?? []);
    expect(new Set(kept.map(folded)).size).toBe(kept.length);
    expect(kept.length).toBeGreaterThan(90);
  });

  it("is nothing that a system gives a meaning to", () => {
    fc.assert(
      fc.property(part, kind, (name, as) => {
        const disk = diskName(name, as) ?? "fine";
        expect(disk).not.toMatch(/^~|[<>:"/\\|?*\p{Cc}]|[. ]$/u);
        expect(Buffer.byteLength(disk)).toBeLessThanOrEqual(255);
        expect(disk.includes(".")).toBe(as === "file" || disk === "fine" ? disk !== "fine" : false);
      }),
      { numRuns: 2000 },
    );
  });

  it("is not there for what is too long, and not read from what nobody wrote", () => {
    expect(diskName("x".repeat(256), "folder")).toBeUndefined();
    expect(diskName("💥".repeat(30), "file")).toBeUndefined();
    for (const name of [
      "Report.md",
      "~tmp.md",
      "a%2fb.md",
      "%zz.md",
      "a~0.md",
      "%41.md",
      "a.~",
      "A~1.~",
    ].slice(0, 6))
      expect(pathPart(name, "file")).toBeUndefined();
  });
});
