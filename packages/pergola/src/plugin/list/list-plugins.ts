import { createPluginManager } from "@pergola/plugins";
import type { CliContext } from "../../cli/cli-context.ts";
import { printable } from "../../cli/printable.ts";
import { write } from "../../cli/write.ts";
import { pergolaErrors } from "../../errors.ts";
import { type FoundPlugins, listText } from "./list-text.ts";

/** How the list is written. */
export interface ListOptions {
  /** Default false. */
  readonly json?: boolean;
}

/** `pergola plugin list`. Imports no plugin. @throws PLUGINS_UNUSABLE when one of them has a defect, INTERRUPTED */
export async function listPlugins({ json = false }: ListOptions, context: CliContext): Promise<void> {
  const { cwd, stdout, signal } = context;
  const found = await findPlugins(cwd, signal);
  const text = json ? JSON.stringify(found) : printable(listText(found, cwd), stdout);
  await write(stdout, `${text}\n`, signal);
  const defects = found.diagnostics.filter(({ severity }) => severity === "error");
  if (defects.length > 0) throw unusable(defects.length);
}

async function findPlugins(cwd: string, signal: AbortSignal): Promise<FoundPlugins> {
  const plugins = createPluginManager({ cwd });
  try {
    await plugins.discover({ signal });
    return { plugins: plugins.list(), diagnostics: plugins.diagnostics() };
  } finally {
    await plugins.close();
  }
}

const unusable = (count: number) =>
  pergolaErrors.create("PLUGINS_UNUSABLE", {
    message: `${count} ${count === 1 ? "defect keeps" : "defects keep"} plugins from being used.`,
    hint: "The list says for each where it is and what to do.",
    details: { count },
  });
