import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { ServedFlow } from "@pergola/agent-server";
import type { Closable } from "@pergola/core";
import { createFlow, node, reduceNode } from "@pergola/flow-runtime";
import { checkLinks } from "./check-links.ts";
import { countWords } from "./count-words.ts";
import { findFiles } from "./find-files.ts";
import { measureDensity } from "./measure-density.ts";
import { sourceInput } from "./source-input.ts";
import { type Part, splitText } from "./split-text.ts";
import { addFinding, emptyTally, type Finding, type Tally } from "./tally.ts";
import { writeReport } from "./write-report.ts";

/** Files or parts that a node which waits for the disk or for other threads has in hand at once. */
const AT_ONCE = { concurrency: 4, unordered: true } as const;

/**
 * The flow of the demo: reads the project's own source, and reports its words, links and repetition. No node waits for
 * anything but its work, and a thousand files never lie in memory at once: queues are bounded.
 *
 * @param root the project's folder; nothing outside of it is read
 */
export function createSourceFlow(root: string): ServedFlow & Closable {
  const find = node(
    { name: "find", input: sourceInput, policy: { concurrency: 4 } },
    async (input, context) => {
      for (const file of await findFiles(root, input)) await context.emit(file);
    },
  );
  const read = node(
    { name: "read", policy: { ...AT_ONCE, maxRetries: 2, backoffBaseMs: 50 } },
    readPart(root),
  );
  const split = node({ name: "split" }, async ({ file, text }: Part, context) => {
    for (const part of splitText(text)) await context.emit({ file, text: part });
  });
  const words = node({ name: "words" }, async ({ text }: Part): Promise<Finding> => {
    // Counting keeps the thread: others have their turn before each part.
    await setImmediate();
    return { kind: "words", counts: countWords(text) };
  });
  const links = node({ name: "links", policy: AT_ONCE }, async (part: Part): Promise<Finding> => {
    return { kind: "links", ...(await checkLinks(root, part)) };
  });
  const density = node(
    { name: "density", policy: AT_ONCE },
    async ({ file, text }: Part): Promise<Finding> => {
      return { kind: "density", file, ...(await measureDensity(text)) };
    },
  );
  const tally = reduceNode({ name: "tally", initial: emptyTally, reduce: addFinding });
  const report = node({ name: "report" }, async (all: Tally) => writeReport(all));
  const edges = [
    find.to(read),
    read.to(split),
    split.to(words, links, density),
    words.to(tally),
    links.to(tally),
    density.to(tally),
    tally.to(report),
  ] as const;
  return createFlow({ name: "source-report", edges });
}

const readPart =
  (root: string) =>
  async (file: string, { signal }: { readonly signal: AbortSignal }): Promise<Part> => ({
    file,
    text: await readFile(join(root, file), { encoding: "utf8", signal }),
  });
