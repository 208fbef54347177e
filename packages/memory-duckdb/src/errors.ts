import { defineErrorCodes } from "@pergola/core";

export const duckDbErrors = defineErrorCodes("@pergola/memory-duckdb", {
  DUCKDB_FILE_LOCKED: "Another process has the file open; details.pid says which, when DuckDB told.",
  DUCKDB_FILE_SHARED: "This process has the file open already, but not through this package.",
  DUCKDB_PATH_INVALID: "The path is a folder, cannot be reached, or may not be read and written.",
  DUCKDB_NOT_A_DATABASE: "The file exists and is not a DuckDB database.",
  DUCKDB_OPEN_FAILED: "DuckDB could not open the file for another reason; the cause says it.",
  DUCKDB_SCHEMA_NEWER: "The file was written by a newer version of this package.",
  DUCKDB_DATA_INVALID: "The file holds something that this package did not write.",
  DUCKDB_QUEUE_FULL: "More calls wait for the file than it may queue.",
  DUCKDB_WRITE_FAILED: "DuckDB refused a write; nothing of it was stored.",
  DUCKDB_READ_FAILED: "DuckDB refused a read.",
});
