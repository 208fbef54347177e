import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { RunEvent } from "@pergola/core";
import type { Turn } from "@pergola/resources";
import { startVendorServer, type VendorServer } from "@pergola/resources/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { countRows } from "./sqlite-saver.test-helper.ts";

const SCRIPT = fileURLToPath(new URL("./agent-process.test-helper.ts", import.meta.url));
const TIMEOUT = 60_000;

/** A line that a process has written. */
interface Line {
  readonly event?: RunEvent;
  readonly result?: {
    readonly text: string;
    readonly toolCalls: readonly object[];
    readonly iterations: number;
  };
  readonly turns?: readonly Turn[];
  readonly log?: readonly RunEvent[];
}

let folder: string;
let vendor: VendorServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pergola-resume-"));
  vendor = await startVendorServer();
});
afterEach(async () => {
  await vendor.close();
  await rm(folder, { recursive: true, force: true });
});

/** Runs a process until it ends, or until a line fits: then it is killed as by a crash. */
async function live(args: readonly string[], isLast: (line: Line) => boolean = () => false): Promise<Line[]> {
  const [mode = "", ...rest] = args;
  const child = spawn(
    process.execPath,
    ["--conditions=@pergola/source", SCRIPT, mode, folder, vendor.baseURL, ...rest],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  const closed = once(child, "close");
  let complaints = "";
  child.stderr.on("data", (chunk) => {
    complaints += String(chunk);
  });
  const lines: Line[] = [];
  createInterface({ input: child.stdout }).on("line", (text) => {
    const line = JSON.parse(text) as Line;
    lines.push(line);
    if (isLast(line)) child.kill("SIGKILL");
  });
  const [code, signal] = await closed;
  if (code !== 0 && signal !== "SIGKILL") throw new Error(`The process ended with ${code}:\n${complaints}`);
  return lines;
}

const isSuspended = ({ event }: Line) => event?.type === "run-suspended";
const eventsOf = (lines: readonly Line[]) => lines.flatMap(({ event }) => event ?? []);
const toolsLog = async () => {
  const path = join(folder, "tools.log");
  return existsSync(path) ? (await readFile(path, "utf8")).trim().split("\n") : [];
};
const call = (id: string, name: string, what: string) => ({ id, name, arguments: { what } });

describe("a run whose process was killed while it waited", () => {
  const both = { toolCalls: [call("c1", "look", "hotel"), call("c2", "book", "hotel")] };

  it("is finished by another process, which repeats no model call and no tool call", {
    timeout: TIMEOUT,
  }, async () => {
    vendor.enqueue(both, "All booked.");
    const first = eventsOf(await live(["begin"], isSuspended));
    expect(first.at(-1)).toMatchObject({
      type: "run-suspended",
      interrupts: [{ value: { approve: "hotel" } }],
    });
    expect(vendor.requests).toHaveLength(1);
    expect(await toolsLog()).toEqual(["look hotel"]);

    const lines = await live(["resume", "yes"]);
    const events = [...first, ...eventsOf(lines)];
    expect(vendor.requests).toHaveLength(2);
    expect(await toolsLog()).toEqual(["look hotel", "book hotel: yes"]);
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index));
    expect(new Set(events.map((event) => event.runId))).toEqual(new Set(["run-1"]));
    const started = events.flatMap((event) =>
      /^(run|step|tool|model)-started$/.test(event.type) ? event.type : [],
    );
    expect(started.toSorted()).toEqual([
      ...["model-started", "model-started", "run-started", "step-started", "tool-started", "tool-started"],
    ]);
    const finished = events.flatMap((event) => (event.type.endsWith("-finished") ? event.type : []));
    expect(finished.map((type) => type.replace("finished", "started")).toSorted()).toEqual(
      started.toSorted(),
    );

    const { result } = lines.find((line) => line.result !== undefined) ?? {};
    expect(result).toMatchObject({
      text: "All booked.",
      iterations: 2,
      toolCalls: [{ id: "c1" }, { id: "c2" }],
    });
    const { turns, log } = lines.at(-1) ?? {};
    expect(turns).toMatchObject([{ runId: "run-1", status: "settled", outcome: "completed" }]);
    expect(turns?.[0]?.messages.map(({ role, content }) => [role, content])).toEqual([
      ["user", "Book a trip"],
      ["assistant", ""],
      ["tool", "hotel is fine"],
      ["tool", "booked hotel: yes"],
      ["assistant", "All booked."],
    ]);
    expect(log).toEqual(events.filter((event) => event.type !== "text-delta"));
    expect(countRows(join(folder, "checkpoints.sqlite"))).toBe(0);
  });

  it("asks the model the same as one that was never interrupted", { timeout: TIMEOUT }, async () => {
    vendor.enqueue(both, "All booked.");
    await live(["begin"], isSuspended);
    await live(["resume", "yes"]);
    expect(vendor.requests[1]?.body?.messages).toMatchObject([
      { role: "system", content: "You book trips." },
      { role: "user", content: "Book a trip" },
      { role: "assistant", tool_calls: [{ id: "c1" }, { id: "c2" }] },
      { role: "tool", tool_call_id: "c1", content: "hotel is fine" },
      { role: "tool", tool_call_id: "c2", content: "booked hotel: yes" },
    ]);
  });

  it("may wait again, and be finished by a third process", { timeout: TIMEOUT }, async () => {
    vendor.enqueue(both, { toolCalls: [call("c3", "book", "train")] }, "All booked.");
    const events = eventsOf(await live(["begin"], isSuspended));
    events.push(...eventsOf(await live(["resume", "yes"], isSuspended)));
    const last = await live(["resume", "no"]);
    events.push(...eventsOf(last));
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index));
    expect(events.at(-1)).toMatchObject({ type: "run-finished", outcome: "completed" });
    expect(vendor.requests).toHaveLength(3);
    expect(await toolsLog()).toEqual(["look hotel", "book hotel: yes", "book train: no"]);
    expect(last.at(-1)?.turns?.[0]?.messages).toHaveLength(7);
    expect(countRows(join(folder, "checkpoints.sqlite"))).toBe(0);
  });

  it("is ended by another process that cancels it", { timeout: TIMEOUT }, async () => {
    vendor.enqueue(both);
    await live(["begin"], isSuspended);
    const { turns } = (await live(["cancel"])).at(-1) ?? {};
    expect(turns).toMatchObject([{ status: "settled", outcome: "cancelled" }]);
    expect(vendor.requests).toHaveLength(1);
    expect(await toolsLog()).toEqual(["look hotel"]);
    expect(countRows(join(folder, "checkpoints.sqlite"))).toBe(0);
  });
});
