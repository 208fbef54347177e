import { resourceErrors } from "../errors.ts";
import { isSignal } from "../is-signal.ts";
import { receivedValue } from "../received-value.ts";
import type {
  VectorAddOptions,
  VectorCallOptions,
  VectorFilter,
  VectorSearchOptions,
} from "./vector-store.ts";

/** Entries, or ids, of one call. */
const MAX_VECTOR_BATCH = 1000;

const MAX_ID_CHARACTERS = 1024;
const MAX_HITS = 1000;
const DEFAULT_HITS = 3;

/** The signal of a call's options. @throws VECTOR_ARGUMENT_INVALID when they, or it, are something else */
export function vectorSignal(options: VectorCallOptions | undefined): AbortSignal | undefined {
  const { signal } = requireOptions(options);
  if (signal === undefined || isSignal(signal)) return signal;
  throw invalidVectorArgument("signal", signal, "an AbortSignal");
}

/** The options of `add`. @throws VECTOR_ARGUMENT_INVALID */
export function vectorAddOptions(options: VectorAddOptions | undefined): VectorAddOptions {
  const { embedder } = requireOptions(options);
  if (embedder !== undefined && (typeof embedder !== "string" || embedder === ""))
    throw invalidVectorArgument("embedder", embedder, "the id of an embedder");
  return { embedder, signal: vectorSignal(options) };
}

/** The options of `search`, with their defaults. @throws VECTOR_ARGUMENT_INVALID */
export function vectorSearchOptions(
  options: VectorSearchOptions | undefined,
): VectorAddOptions & { readonly k: number; readonly filter: VectorFilter } {
  const { k = DEFAULT_HITS, filter = {} } = requireOptions(options);
  if (!Number.isInteger(k) || k < 1 || k > MAX_HITS)
    throw invalidVectorArgument("k", k, `an integer from 1 to ${MAX_HITS}`, false);
  if (!isRecord(filter)) throw invalidVectorArgument("filter", filter, 'an object such as { source: "faq" }');
  for (const [key, value] of Object.entries(filter))
    if (!isPlainValue(value))
      throw invalidVectorArgument(`filter.${key}`, value, "a text, a finite number, true, false or null");
  return { ...vectorAddOptions(options), k, filter };
}

/** @throws VECTOR_ARGUMENT_INVALID for what is no list of ids */
export function requireVectorIds(ids: readonly string[]): readonly string[] {
  return requireBatch("ids", ids).map((id) => requireVectorId(id));
}

/** @throws VECTOR_ARGUMENT_INVALID for what no entry can be called */
export function requireVectorId(id: unknown): string {
  if (typeof id === "string" && id !== "" && id.length <= MAX_ID_CHARACTERS && id.isWellFormed()) return id;
  throw invalidVectorArgument("id", id, `a well-formed text of 1 to ${MAX_ID_CHARACTERS} characters`);
}

/** @throws VECTOR_ARGUMENT_INVALID for what is no list, or too long */
export function requireBatch<Item>(name: string, items: readonly Item[]): readonly Item[] {
  if (!Array.isArray(items)) throw invalidVectorArgument(name, items, "a list");
  if (items.length <= MAX_VECTOR_BATCH) return items;
  throw invalidVectorArgument(name, items.length, `at most ${MAX_VECTOR_BATCH} of them in one call`, false);
}

export const invalidVectorArgument = (name: string, received: unknown, expected: string, isFreeForm = true) =>
  resourceErrors.create("VECTOR_ARGUMENT_INVALID", {
    message: `Got ${isSignal(received) ? "a signal" : receivedValue(received, isFreeForm)} as ${name} of a call on vectors; expected ${expected}.`,
    hint: `Pass ${expected}.`,
    details: { name },
  });

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function requireOptions<Options extends object>(options: Options | undefined): Partial<Options> {
  if (options === undefined) return {};
  if (isRecord(options) && !isSignal(options)) return options as Partial<Options>;
  throw invalidVectorArgument("options", options, "an object such as { signal }");
}

const isPlainValue = (value: unknown) =>
  value === null || ["string", "boolean"].includes(typeof value) || Number.isFinite(value);
