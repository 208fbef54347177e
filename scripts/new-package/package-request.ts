import { parseArgs } from "node:util";

/** What a package is to be called and to offer. */
export interface PackageRequest {
  /** Without scope, for example `weather`. */
  readonly name: string;
  /** One sentence: the description of package.json and the first line of the README. */
  readonly description: string;
  /** Entries besides `.`, for example `testing`. */
  readonly subpaths: readonly string[];
}

export const USAGE =
  'Usage: node scripts/new-package.ts <kebab-name> "<One sentence.>" [subpath …] [--root=<folder>]';

/** A wrong command line; the message says what to write instead. */
export class UsageError extends Error {}

const KEBAB = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/** @throws UsageError */
export function parseRequest(args: readonly string[]): PackageRequest & { readonly root?: string } {
  const { values, positionals } = parse(args);
  const [name, description, ...subpaths] = positionals;
  if (name === undefined) throw new UsageError("The name of the package is missing.");
  assertKebab(name, "The name of a package");
  if (description === undefined)
    throw new UsageError(`What does ${name} do? Say it in one sentence, in quotes.`);
  assertSentence(description);
  for (const subpath of subpaths) assertKebab(subpath, "A subpath");
  const twice = subpaths.find((subpath, index) => subpaths.indexOf(subpath) !== index);
  if (twice !== undefined) throw new UsageError(`The subpath "${twice}" is given twice.`);
  return { name, description, subpaths, ...values };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: { root: { type: "string" } } });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function assertKebab(text: string, what: string): void {
  if (KEBAB.test(text)) return;
  const nearest = text
    .replace(/^@[^/]*\//, "")
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[-0-9]+|-+$/g, "");
  const hint = KEBAB.test(nearest) ? ` Write "${nearest}".` : "";
  throw new UsageError(`${what} is in lower case with hyphens, without scope; received "${text}".${hint}`);
}

function assertSentence(text: string): void {
  if (/^\S[^\n]*\.$/.test(text)) return;
  throw new UsageError(
    `The description is one sentence on one line, with its full stop; received "${text}".`,
  );
}
