import type { PergolaError } from "@pergola/core";
import type { ManifestProblem } from "../manifest/manifest-problem.ts";

/** Something to know about a plugin: where, what, and what to do. */
export interface PluginDiagnostic {
  /** `error`: it cannot be used. `warning`: another one is used in its place. */
  readonly severity: "error" | "warning";
  /** A code of this package. */
  readonly code: string;
  /** Name of the plugin, as far as it is known. */
  readonly plugin?: string;
  /** Its manifest, or the folder that cannot be read. */
  readonly file?: string;
  /** From 1; only for defects of a manifest. */
  readonly line?: number;
  readonly column?: number;
  readonly message: string;
  readonly hint?: string;
}

/** One diagnostic, or for a manifest one for each of its defects. */
export function diagnosticsOf(
  error: PergolaError,
  { severity, plugin, file }: Pick<PluginDiagnostic, "severity" | "plugin" | "file">,
): readonly PluginDiagnostic[] {
  const { code, message, hint, details } = error;
  const common = {
    severity,
    code,
    ...defined({ plugin: plugin ?? details.plugin, file: file ?? details.file }),
  };
  if (code !== "PLUGIN_MANIFEST_INVALID") return [{ ...common, message, ...defined({ hint }) }];
  return (details.problems as readonly ManifestProblem[]).map(({ line, column, path, ...problem }) => ({
    ...common,
    line,
    column,
    message: path === "" ? problem.message : `${path}: ${problem.message}`,
    ...defined({ hint: problem.hint }),
  }));
}

const defined = (fields: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
