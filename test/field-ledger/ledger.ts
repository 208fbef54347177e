import { isDeepStrictEqual } from "node:util";
import type { z } from "zod";
import { schemaLeaves } from "./schema-leaves.ts";

/** What shows that a setting does something: two values of it, seen through the public API. */
export interface LedgerEntry {
  readonly path: string;
  observeA(): unknown;
  observeB(): unknown;
}

/** The settings of one schema, and what each of them does. */
export interface Ledger {
  readonly name: string;
  readonly schema: z.core.$ZodType;
  readonly entries: readonly LedgerEntry[];
  /** Settings that cannot have an entry, and why not. */
  readonly exceptions?: Readonly<Record<string, string>>;
}

/** Entries by the name of the schema that they belong to. */
export type LedgerEntries = Readonly<Record<string, readonly LedgerEntry[]>>;

/**
 * One entry.
 *
 * @param path as `schemaLeaves` names it
 * @param observe plain data: what the model was sent, events, a result. What it throws fails the test, so a setting that
 *   refuses something catches that itself.
 */
export function entry<Value>(
  path: string,
  [a, b]: readonly [a: Value, b: Value],
  observe: (value: Value) => unknown,
): LedgerEntry {
  return { path, observeA: () => observe(a), observeB: () => observe(b) };
}

/** What is wrong with the books: settings without an entry, entries without a setting, entries written twice. */
export function bookProblems({ schema, entries, exceptions = {} }: Ledger): readonly string[] {
  const leaves = new Set(schemaLeaves(schema));
  const booked = [...entries.map(({ path }) => path), ...Object.keys(exceptions)];
  return [
    ...[...leaves]
      .filter((leaf) => !booked.includes(leaf))
      .map((leaf) => `nothing shows what ${leaf} does: add an entry in test/field-ledger/entries`),
    ...booked.filter((path) => !leaves.has(path)).map((path) => `there is no setting ${path}`),
    ...booked.filter((path, index) => booked.indexOf(path) < index).map((path) => `${path} is there twice`),
  ];
}

/** What is wrong with an entry; undefined when its setting is alive. */
export async function entryProblem({ observeA, observeB }: LedgerEntry): Promise<string | undefined> {
  const [first, other, again] = [await observeA(), await observeB(), await observeA()];
  if (!isDeepStrictEqual(first, again))
    return `the same value is seen as ${shown(first)} and as ${shown(again)}`;
  if (isDeepStrictEqual(first, other)) return `both values are seen as ${shown(first)}`;
  return undefined;
}

const shown = (value: unknown) => JSON.stringify(value) ?? String(value);
