import type { PergolaError } from "@pergola/core";
import { duckDbErrors } from "../errors.ts";
import { pathInvalid } from "./real-path.ts";

/** DuckDB's refusal to open `path`, as a coded error. DuckDB has no codes, so its text decides. */
export function openError(path: string, cause: unknown): PergolaError {
  const text = cause instanceof Error ? cause.message : String(cause);
  if (text.includes("Could not set lock")) return fileLocked(path, text, cause);
  if (text.includes("not a valid DuckDB database")) return notADatabase(path, cause);
  if (/Permission denied|Is a directory|Read-only file system|No such file/.test(text)) {
    return pathInvalid(path, "may not be read and written", cause);
  }
  return duckDbErrors.create("DUCKDB_OPEN_FAILED", {
    message: `DuckDB could not open ${JSON.stringify(path)}: ${text}`,
    hint: "If the file was written by a newer DuckDB, update @pergola/memory-duckdb; else restore a backup.",
    details: { path },
    cause,
  });
}

function fileLocked(path: string, text: string, cause: unknown) {
  const [, program, pid] = /held in (.*?) \(PID (\d+)\)/.exec(text) ?? [];
  const holder = pid === undefined ? "another process" : `process ${pid} (${program})`;
  return duckDbErrors.create("DUCKDB_FILE_LOCKED", {
    message: `The file ${JSON.stringify(path)} is open in ${holder}; a DuckDB file belongs to one process at a time.`,
    hint: `Stop ${pid === undefined ? "it" : `process ${pid}`}, or give this process a file of its own. Several processes need a shared database.`,
    details: { path, ...(pid !== undefined && { pid: Number(pid), program }) },
    cause,
  });
}

function notADatabase(path: string, cause: unknown) {
  return duckDbErrors.create("DUCKDB_NOT_A_DATABASE", {
    message: `The file ${JSON.stringify(path)} exists and is not a DuckDB database.`,
    hint: "Give another path, or move the file away; it is left as it is.",
    details: { path },
    cause,
  });
}
