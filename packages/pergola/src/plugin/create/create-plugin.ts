import { relative, resolve } from "node:path";
import type { CliContext } from "../../cli/cli-context.ts";
import { printable } from "../../cli/printable.ts";
import { write } from "../../cli/write.ts";
import { licenceHolder } from "./licence-holder.ts";
import { pluginFiles } from "./plugin-files.ts";
import type { PluginKind } from "./plugin-kind.ts";
import { pluginNames } from "./plugin-names.ts";
import { assertFree, writePlugin } from "./write-plugin.ts";

/** How a plugin is begun. */
export interface CreateOptions {
  readonly kind: PluginKind;
  /** Folder of the package. Default: the last part of its name, in the working folder. */
  readonly dir?: string;
  /** Says what would be written, and writes nothing. Default false. */
  readonly dryRun?: boolean;
  /** Default false. */
  readonly json?: boolean;
}

/**
 * `pergola plugin create`: writes the package of a new plugin with its test, into a folder of its own and nowhere else.
 *
 * @throws INVALID_USAGE, FOLDER_NOT_EMPTY, OUTPUT_FAILED, INTERRUPTED
 */
export async function createPlugin(
  asked: string,
  options: CreateOptions,
  context: CliContext,
): Promise<void> {
  const { cwd, signal, stdout } = context;
  const { kind, dryRun = false, json = false } = options;
  const names = pluginNames(asked);
  const folder = resolve(cwd, options.dir ?? names.folder);
  await assertFree(folder);
  const files = await pluginFiles({ kind, names, holder: await licenceHolder(cwd, signal) });
  if (!dryRun) await writePlugin(folder, files, signal);
  const report = { name: names.packageName, kind, folder, files: Object.keys(files), dryRun };
  const text = json ? JSON.stringify(report) : reportLines(report, cwd).join("\n");
  await write(stdout, json ? `${text}\n` : printable(`${text}\n`, stdout), signal);
}

interface CreateReport {
  readonly name: string;
  readonly kind: PluginKind;
  readonly folder: string;
  readonly files: readonly string[];
  readonly dryRun: boolean;
}

function reportLines({ name, kind, folder, files, dryRun }: CreateReport, cwd: string): readonly string[] {
  const shown = `./${relative(cwd, folder)}`.replace(/^\.\/(?=\.\.(?:\/|$))/, "");
  return [
    `${name} (${kind}) ${dryRun ? "would be" : "is"} in ${shown}`,
    ...files.map((file) => `  ${file}`),
    ...(dryRun ? [] : ["", "Next:", `  cd ${shellWord(shown)}`, "  npm install", "  npm test", "  npm pack"]),
  ];
}

/** A path as one word of a shell. */
const shellWord = (path: string) =>
  /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
