import { expect, test } from "vitest";
import { reasonOf } from "./run-contender.ts";

const message = "Command failed: node child.ts";

test("the reason is the error's own line, not the trace around it", () => {
  const stderr = [
    "node:internal/modules/esm/resolve:859",
    "    throw new ERR_MODULE_NOT_FOUND();",
    "",
    "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'genkit' imported from load.ts",
    "    at packageResolve (node:internal/modules/esm/resolve:859:9)",
    "Node.js v24.21.0",
  ].join("\n");
  expect(reasonOf({ message, stderr })).toBe(
    "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'genkit' imported from load.ts",
  );
});

test("without an error's line the last one counts, or else the message; a process that was ended took too long", () => {
  expect(reasonOf({ message, stderr: "one\nKilled\n" })).toBe("Killed");
  expect(reasonOf({ message, stderr: "" })).toBe(message);
  expect(reasonOf({ message, stderr: "Error: x", killed: true })).toContain("too long");
});
