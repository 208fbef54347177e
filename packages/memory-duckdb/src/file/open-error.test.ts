import { expect, it } from "vitest";
import { openError } from "./open-error.ts";

it.each([
  [
    'IO Error: Could not set lock on file "/a": Conflicting lock is held in /usr/bin/node (PID 42). See',
    "DUCKDB_FILE_LOCKED",
  ],
  ['IO Error: Could not set lock on file "/a": Resource temporarily unavailable', "DUCKDB_FILE_LOCKED"],
  ['IO Error: The file "/a" exists, but it is not a valid DuckDB database file!', "DUCKDB_NOT_A_DATABASE"],
  ['IO Error: Cannot open file "/a": Permission denied', "DUCKDB_PATH_INVALID"],
  ['IO Error: Cannot open file "/a": Read-only file system', "DUCKDB_PATH_INVALID"],
  ["IO Error: Trying to read a database file with version number 99", "DUCKDB_OPEN_FAILED"],
])("reads DuckDB's %j as %s and keeps it as the cause", (text, code) => {
  const cause = new Error(text);
  const error = openError("/a", cause);
  expect(error.code).toBe(code);
  expect(error.cause).toBe(cause);
  expect(error.hint).toBeTypeOf("string");
});

it("names the process that holds the lock", () => {
  const text =
    'Could not set lock on file "/a": Conflicting lock is held in /usr/bin/node (PID 42). See also';
  expect(openError("/a", new Error(text)).details).toEqual({ path: "/a", pid: 42, program: "/usr/bin/node" });
});
