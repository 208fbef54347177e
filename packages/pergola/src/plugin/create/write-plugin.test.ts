import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tempFolder } from "../install/registry.test-helper.ts";
import { notWritten, writePlugin } from "./write-plugin.ts";

const { signal } = new AbortController();

test("when one file cannot be written none is left, nor a folder that was made", async () => {
  const base = tempFolder();
  const files = { "src/deep/a": "", b: "", "b/c": "" };
  await expect(writePlugin(join(base, "new/plugin"), files, signal)).rejects.toMatchObject({
    code: "OUTPUT_FAILED",
  });
  expect(readdirSync(base)).toEqual([]);
});

test("a folder that was there stays, with what somebody else has put into it meanwhile", async () => {
  const base = tempFolder({ "plugin/b": "theirs" });
  mkdirSync(join(base, "plugin/src"));
  await expect(writePlugin(join(base, "plugin"), { "src/a": "", b: "" }, signal)).rejects.toThrow("EEXIST");
  expect(readdirSync(base, { recursive: true }).sort()).toEqual(["plugin", "plugin/b", "plugin/src"]);
});

test("who ends it finds nothing either", async () => {
  const base = tempFolder();
  const stopped = AbortSignal.abort(new Error("Enough."));
  await expect(writePlugin(join(base, "plugin"), { a: "" }, stopped)).rejects.toThrow("Enough.");
  expect(readdirSync(base)).toEqual([]);
});

test("a file that was begun when the disk was full does not stay", async () => {
  const base = tempFolder();
  const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
  const text = (async function* () {
    yield "some";
    throw full;
  })() as never;
  await expect(writePlugin(join(base, "plugin"), { a: text }, signal)).rejects.toMatchObject({
    code: "OUTPUT_FAILED",
    hint: "Make room on that disk.",
  });
  expect(readdirSync(base)).toEqual([]);
});

test("a disk that can only be read is not said to have no folder", () => {
  // What Node says of it.
  const cause = Object.assign(new Error("ENOENT: no such file or directory, mkdir"), { code: "ENOENT" });
  expect(notWritten("/disk/plugin", cause)).toMatchObject({
    message: "/disk/plugin could not be written: nothing can be made there",
    hint: "Give a file that you may write.",
    cause: expect.objectContaining({ cause }),
  });
});
