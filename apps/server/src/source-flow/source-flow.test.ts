import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSourceFlow } from "./create-source-flow.ts";
import type { SourceReport } from "./write-report.ts";

const INPUT = { folder: ".", endings: ".md .ts", maxFiles: 100 };

let root = "";

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "pergola-source-"));
  await mkdir(join(root, "src"));
  await mkdir(join(root, "node_modules"));
  await writeFile(
    join(root, "README.md"),
    "# Garden\n\nSee [the code](src/main.ts), [nothing](gone.md#x), [web](https://example.org).\n",
  );
  await writeFile(
    join(root, "src/main.ts"),
    `import { a } from "./missing.ts";\n${"garden flower garden tree\n".repeat(900)}`,
  );
  await writeFile(join(root, "src/ignored.txt"), "text");
  await writeFile(join(root, "node_modules/other.md"), "not ours");
  await symlink(tmpdir(), join(root, "outside"));
});
afterAll(() => rm(root, { recursive: true }));

async function report(input: unknown): Promise<SourceReport> {
  await using flow = createSourceFlow(root);
  for await (const item of flow.stream(input)) if (item.type === "result") return item.value as SourceReport;
  throw new Error("The flow gave nothing.");
}

describe("the flow of the demo", () => {
  it("reports words, links and repetition of all files, part by part", async () => {
    expect(await report(INPUT)).toEqual({
      files: 2,
      parts: 7,
      bytes: expect.any(Number),
      repetition: expect.any(Number),
      differentWords: expect.any(Number),
      topWords: expect.arrayContaining([
        { word: "garden", count: 1_801 },
        { word: "flower", count: 900 },
      ]),
      links: 3,
      brokenLinks: ["README.md → gone.md", "src/main.ts → ./missing.ts"],
    });
  });

  it("knows how much a text repeats itself", async () => {
    expect((await report(INPUT)).repetition).toBeGreaterThan(0.9);
  });

  it.each([
    [{ ...INPUT, folder: ".." }, "NODE_EXCEPTION"],
    [{ ...INPUT, folder: "outside" }, "NODE_EXCEPTION"],
    [{ ...INPUT, folder: "nowhere" }, "NODE_EXCEPTION"],
    [{ ...INPUT, endings: ".exe" }, "NODE_EXCEPTION"],
    [{ ...INPUT, maxFiles: 0 }, "VALIDATION_FAILED"],
    ["text", "VALIDATION_FAILED"],
  ])("fails for %j", async (input, code) => {
    await expect(report(input)).rejects.toMatchObject({ code });
  });

  it("keeps two traces apart", async () => {
    const [all, one] = await Promise.all([report(INPUT), report({ ...INPUT, folder: "src" })]);
    expect([all.files, one.files]).toEqual([2, 1]);
  });
});
