import type { Finding } from "../lint/finding.ts";

/** What knip's JSON reporter writes: per file, a list of names under each kind of issue. */
export interface KnipReport {
  readonly issues: readonly KnipFile[];
}

interface KnipFile {
  readonly file: string;
  readonly [kind: string]: unknown;
}

interface KnipIssue {
  readonly name: string;
  readonly line?: number;
}

interface Kind {
  readonly message: (name: string) => string;
  readonly fix: string;
}

const FIX_FILE =
  "Delete it; if a program starts it by its path, name it in the entries of its workspace in knip.json.";
const FIX_EXPORT = "Drop the word `export` if the file itself uses it, else delete it.";
const FIX_DEPENDENCY = "Take it out of this package.json and run `pnpm install`.";
const FIX_UNLISTED = "Add it to the package.json of the package that imports it and run `pnpm install`.";

const KINDS: Readonly<Record<string, Kind>> = {
  files: { message: () => "nothing imports this file.", fix: FIX_FILE },
  exports: { message: (name) => `no other file imports ${name}.`, fix: FIX_EXPORT },
  types: { message: (name) => `no other file imports the type ${name}.`, fix: FIX_EXPORT },
  duplicates: { message: (name) => `one thing is exported twice: ${name}.`, fix: "Keep one name." },
  dependencies: { message: (name) => `nothing imports the dependency ${name}.`, fix: FIX_DEPENDENCY },
  devDependencies: { message: (name) => `nothing imports the devDependency ${name}.`, fix: FIX_DEPENDENCY },
  optionalPeerDependencies: {
    message: (name) => `${name} is imported, but only an optional peer.`,
    fix: "List it in devDependencies too.",
  },
  unlisted: { message: (name) => `${name} is imported, but not in package.json.`, fix: FIX_UNLISTED },
  unresolved: { message: (name) => `"${name}" leads to no file.`, fix: "Mend the path." },
  catalog: {
    message: (name) => `no package takes ${name} from the catalog.`,
    fix: "Take it out of pnpm-workspace.yaml.",
  },
};

const OTHER: Kind = { message: (name) => name, fix: "Remove it, or see knip's documentation of this kind." };

/** Everything that knip reports, by place, with what to do about it. */
export function unusedFindings({ issues }: KnipReport): Finding[] {
  const findings = issues.flatMap(({ file, ...kinds }) =>
    Object.entries(kinds).flatMap(([kind, found]) =>
      (Array.isArray(found) ? found : []).map((issue) => finding(kind, file, issue)),
    ),
  );
  return findings.sort((a, b) => a.at.localeCompare(b.at));
}

/** One exported twice comes as the list of its names. */
function finding(kind: string, file: string, found: KnipIssue | readonly KnipIssue[]): Finding {
  const all = [found].flat();
  const { message, fix } = KINDS[kind] ?? OTHER;
  const line = all[0]?.line;
  return {
    rule: `knip ${kind}`,
    at: line === undefined ? file : `${file}:${line}`,
    message: message(all.map(({ name }) => name).join(", ")),
    fix,
  };
}
