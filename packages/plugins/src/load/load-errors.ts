import { errorMessage, type PergolaError } from "@pergola/core";
import { pluginErrors } from "../errors.ts";

/** What is known of a plugin whose code is being loaded. */
export interface LoadedFrom {
  readonly name: string;
  readonly directory: string;
  readonly entry: string;
}

export function loadTimeout({ name, directory, entry }: LoadedFrom, timeoutMs: number): PergolaError {
  return pluginErrors.create("PLUGIN_LOAD_TIMEOUT", {
    message: `The plugin "${name}" was found but did not finish loading in ${timeoutMs} ms.`,
    hint: `Its ${entry} waits for something while it is imported: do that in create(), or set a longer loadTimeoutMs.`,
    details: { plugin: name, directory, timeoutMs },
  });
}

/** What the import of a plugin's code threw, as a coded error that keeps it. */
export function loadFailed(from: LoadedFrom, cause: unknown): PergolaError {
  const lacking = missingPackage(cause);
  return lacking === undefined ? failed(from, cause) : dependencyMissing(from, lacking, cause);
}

function failed({ name, directory, entry }: LoadedFrom, cause: unknown): PergolaError {
  return pluginErrors.create("PLUGIN_LOAD_FAILED", {
    message: `The plugin "${name}" was found but failed to load: ${errorMessage(cause)}`,
    hint: `Mend ${entry} in ${directory}; the cause has the stack.`,
    details: { plugin: name, directory },
    cause,
  });
}

function dependencyMissing({ name, directory }: LoadedFrom, lacking: string, cause: unknown): PergolaError {
  return pluginErrors.create("PLUGIN_DEPENDENCY_MISSING", {
    message: `The plugin "${name}" was found but failed to load: it imports the package "${lacking}", which is not installed.`,
    hint: directory.split(/[\\/]/).includes("node_modules")
      ? `Run: npm install ${lacking}`
      : `If the dependencies in its package.json have it, run: npx pergola plugin install ${shellWord(directory)} (else add it there first)`,
    details: { plugin: name, directory, package: lacking },
    cause,
  });
}

/** A path as it is written in a command line. */
const shellWord = (path: string) =>
  /^[\w@%+=:,./\\-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;

const NOT_FOUND: ReadonlySet<unknown> = new Set(["ERR_MODULE_NOT_FOUND", "MODULE_NOT_FOUND"]);

/** Node has no field for it: the name stands in the message, for `import` and for `require`. */
const LACKING = /Cannot find (?:package|module) '((?:@[^/'\\]+\/)?[^./'\\:][^/'\\]*)(?:\/[^']*)?'/;

function missingPackage(error: unknown): string | undefined {
  return NOT_FOUND.has(codeOf(error)) ? LACKING.exec(errorMessage(error))?.[1] : undefined;
}

/** What a plugin throws may throw when it is looked at. */
function codeOf(error: unknown): unknown {
  try {
    return (error as { readonly code?: unknown } | null | undefined)?.code;
  } catch {
    return undefined;
  }
}
