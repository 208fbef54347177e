import { spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { pathsOf, scopeOf, textAt } from "../testing/storage/samples.ts";
import { openLocalStorage } from "./open-local-storage.ts";
import { temporaryFolder } from "./temporary-folder.test-helper.ts";
import { treeOf } from "./tree.test-helper.ts";

const ada = scopeOf();
const ROUNDS = 12;
const WORKER = fileURLToPath(new URL("./kill-worker.test-helper.ts", import.meta.url));

/** Lets a process write, kills it some time after a line, and gives back what it has told of each file last. */
async function killAtRandom(basePath: string): Promise<Map<string, string>> {
  const child = spawn(process.execPath, ["--conditions=@pergola/source", WORKER, basePath], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const closed = once(child, "close");
  const lines: string[] = [];
  const last = randomInt(2, 12);
  createInterface({ input: child.stdout }).on("line", (line) => {
    // Not at the line itself, when nothing is under way: somewhere in the next write.
    if (lines.push(line) === last) setTimeout(() => child.kill("SIGKILL"), randomInt(0, 12));
  });
  await closed;
  expect(child.signalCode).toBe("SIGKILL");
  return new Map(lines.map((line) => line.split(" ") as [string, string]));
}

describe("a process that is killed with SIGKILL", () => {
  it(`leaves each file as one write has made it, in ${ROUNDS} rounds at random moments`, async () => {
    await using folder = await temporaryFolder();
    let unfinished = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const told = await killAtRandom(folder.path);
      unfinished += Object.keys(await treeOf(folder.path)).filter((name) => name.endsWith(".tmp")).length;
      await using storage = await openLocalStorage({ basePath: folder.path });
      for (const [path, digit] of told) {
        const text = await textAt(storage, ada, path);
        expect(text).toHaveLength(200_000);
        expect(new Set(text).size).toBe(1);
        // What was told is there, unless the next write was done already.
        expect([digit, String((Number(digit) + 1) % 10)]).toContain(text[0]);
      }
      expect(pathsOf(await storage.list(ada)).every((path) => ["a.txt", "b/c.txt"].includes(path))).toBe(
        true,
      );
      const tree = await treeOf(folder.path);
      expect(Object.keys(tree).filter((name) => name.endsWith(".tmp"))).toEqual([]);
      for (const text of Object.values(tree).filter(Boolean)) expect(new Set(text).size).toBe(1);
    }
    expect(unfinished).toBeGreaterThan(0);
  }, 120_000);
});
