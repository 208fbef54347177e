import { abortable } from "@pergola/core";
import { pergolaErrors } from "../errors.ts";
import type { FlowSource } from "./flow-source.ts";

/**
 * Waits for work of the user's file, but not for ever. The timer keeps no process alive: when nothing else is open, the
 * work cannot end, and whoever watches the process says so at once.
 *
 * @throws IMPORT_TIMEOUT, the signal's reason
 */
export async function withinImportTime<T>(
  work: Promise<T>,
  { file, importTimeoutMs }: FlowSource,
  signal: AbortSignal,
): Promise<T> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(importTimeout(file, importTimeoutMs)), importTimeoutMs).unref();
  try {
    return await abortable(work, AbortSignal.any([signal, late.signal]));
  } finally {
    clearTimeout(timer);
  }
}

const importTimeout = (file: string, importTimeoutMs: number) =>
  pergolaErrors.create("IMPORT_TIMEOUT", {
    message: `${file} was not imported and its flow not made within ${importTimeoutMs} ms.`,
    hint: "See what it awaits at its top level, or raise --import-timeout.",
    details: { file, importTimeoutMs },
  });
