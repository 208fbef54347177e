import { resourceErrors } from "../errors.ts";
import { isSignal } from "../is-signal.ts";
import { receivedValue } from "../received-value.ts";
import type { FilePageOptions } from "./storage.ts";
import { invalidStoragePath } from "./storage-path.ts";

interface CallOptions {
  readonly signal?: AbortSignal;
}

/** The signal of a call's options. @throws STORAGE_ARGUMENT_INVALID when they, or it, are something else */
export function storageSignal(options: CallOptions | undefined): AbortSignal | undefined {
  const { signal } = requireOptions(options);
  if (signal === undefined || isSignal(signal)) return signal;
  throw invalidArgument("signal", signal, "an AbortSignal");
}

/** @throws FILE_PATH_INVALID for what is no text: another kind would list nothing, or everything */
export function storagePrefix(prefix: string | undefined): string {
  if (prefix === undefined) return "";
  if (typeof prefix === "string") return prefix;
  throw invalidStoragePath(prefix, "is no text that paths can begin with");
}

/** The options of a page, those that need it with their default. @throws STORAGE_ARGUMENT_INVALID, FILE_PATH_INVALID */
export function storagePageOptions(
  options: FilePageOptions | undefined,
): Omit<FilePageOptions, "prefix"> & { readonly prefix: string } {
  const { prefix, cursor, limit } = requireOptions(options);
  if (limit !== undefined && typeof limit !== "number")
    throw invalidArgument("limit", limit, "a number of files from 1 to 1000");
  return { prefix: storagePrefix(prefix), cursor, limit, signal: storageSignal(options) };
}

function requireOptions<Options extends object>(options: Options | undefined): Partial<Options> {
  if (options === undefined) return {};
  if (typeof options === "object" && options !== null && !isSignal(options)) return options;
  throw invalidArgument("options", options, "an object such as { signal }");
}

const invalidArgument = (name: string, received: unknown, expected: string) =>
  resourceErrors.create("STORAGE_ARGUMENT_INVALID", {
    message: `Got ${isSignal(received) ? "a signal" : receivedValue(received, true)} as ${name} of a storage call; expected ${expected}.`,
    hint: `Pass ${expected}, or leave ${name} out.`,
    details: { name },
  });
