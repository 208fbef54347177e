import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "flow-contracts-"));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newPath = () => join(folder, `${files++}.jsonl`);

// #region contracts
import { appendFile, readFile } from "node:fs/promises";
import { DictRoutingPolicy, type FlowEvent, type FlowHistory } from "@pergola/flow-runtime";
import { flowHistoryContract, routingPolicyContract } from "@pergola/flow-runtime/testing";

/** A history in a file, one event a line. */
const fileHistory = (path: string): FlowHistory & { readonly path: string } => ({
  path,
  append: (events) => appendFile(path, events.map((event) => `${JSON.stringify(event)}\n`).join("")),
  async load(traceId) {
    const lines = (await readFile(path, "utf8").catch(() => "")).split("\n").slice(0, -1);
    return lines.map((line): FlowEvent => JSON.parse(line)).filter((event) => event.traceId === traceId);
  },
});

flowHistoryContract({
  name: "a file",
  create: () => fileHistory(newPath()),
  reopen: ({ path }) => fileHistory(path), // leave it out if it keeps nothing longer than it lives
});

routingPolicyContract({
  name: "by language",
  create: () => new DictRoutingPolicy({ de: "german", spam: null }, { default: "english" }),
  successors: ["german", "english"],
  examples: [
    { payload: "Hallo", headers: { topic: "de" }, route: "german" },
    { payload: "Hello", route: "english" },
    { payload: "Win!", headers: { topic: "spam" }, route: null },
  ],
});
// #endregion
