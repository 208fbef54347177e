import { expect, test } from "vitest";
import { write } from "./write.ts";

const failing = (code: string) => ({
  write: (_: string, done: (error?: Error) => void) => done(Object.assign(new Error("no"), { code })),
});

test("a reader that left is an interruption, everything else a failure", async () => {
  await expect(write(failing("EPIPE"), "x")).rejects.toMatchObject({
    code: "INTERRUPTED",
    details: { signal: "SIGPIPE" },
  });
  await expect(write(failing("ENOSPC"), "x")).rejects.toMatchObject({ code: "OUTPUT_FAILED" });
});

test("a reader that takes nothing is waited for until the signal fires", async () => {
  const ending = new AbortController();
  const writing = write({ write: () => false }, "x", ending.signal);
  ending.abort(new Error("enough"));
  await expect(writing).rejects.toThrow("enough");
});
