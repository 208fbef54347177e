import { isSignal } from "../../is-signal.ts";
import { pageSize } from "../page-size.ts";
import type { UserMemoryCallOptions, UserMemoryPageOptions } from "./user-memory.ts";
import { userMemoryCursor } from "./user-memory-cursor.ts";
import { userMemoryErrors } from "./user-memory-errors.ts";
import { isUserMemoryKey, MAX_KEY_CHARACTERS } from "./user-memory-key.ts";

/** A page that is wanted: its keys begin with `prefix` and come behind `after`. */
export interface UserMemoryPage {
  readonly prefix: string;
  /** Undefined for the first page. */
  readonly after: string | undefined;
  readonly size: number;
  readonly signal: AbortSignal | undefined;
}

/** @throws USER_MEMORY_ARGUMENT_INVALID for what no value is kept under */
export function requireUserMemoryKey(key: unknown): string {
  if (isUserMemoryKey(key)) return key;
  throw userMemoryErrors.argumentInvalid(
    "key",
    key,
    `well-formed text of 1 to ${MAX_KEY_CHARACTERS} characters`,
  );
}

/** The signal of a call's options. @throws USER_MEMORY_ARGUMENT_INVALID when they, or it, are something else */
export function userMemorySignal(options: UserMemoryCallOptions | undefined): AbortSignal | undefined {
  const { signal } = requireOptions(options);
  if (signal === undefined || isSignal(signal)) return signal;
  throw userMemoryErrors.argumentInvalid("signal", signal, "an AbortSignal");
}

/** The options of a page, with their defaults. @throws USER_MEMORY_ARGUMENT_INVALID, BAD_CURSOR */
export function userMemoryPage(options: UserMemoryPageOptions | undefined): UserMemoryPage {
  const { prefix = "", cursor, limit } = requireOptions(options);
  if (prefix !== "" && !isUserMemoryKey(prefix))
    throw userMemoryErrors.argumentInvalid("prefix", prefix, "text that keys begin with");
  if (limit !== undefined && typeof limit !== "number")
    throw userMemoryErrors.argumentInvalid("limit", limit, "a number of entries from 1 to 200");
  return {
    prefix,
    after: cursor === undefined ? undefined : userMemoryCursor.decode(cursor),
    size: pageSize(limit),
    signal: userMemorySignal(options),
  };
}

function requireOptions<Options extends object>(options: Options | undefined): Partial<Options> {
  if (options === undefined) return {};
  const isObject = typeof options === "object" && options !== null && !Array.isArray(options);
  if (isObject && !isSignal(options)) return options;
  throw userMemoryErrors.argumentInvalid("options", options, "an object such as { signal }");
}
