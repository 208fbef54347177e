import { duckDbErrors } from "../errors.ts";

/** The error for a stored value that this package cannot have written. It names the column and never the value. */
export function dataInvalid(column: string, cause?: unknown) {
  return duckDbErrors.create("DUCKDB_DATA_INVALID", {
    message: `The file holds a ${column} that this package did not write.`,
    hint: "Another program changed the file, or it is damaged: restore a backup, or delete the session.",
    details: { column },
    cause,
  });
}
