import type { PergolaError } from "@pergola/core";
import { pluginErrors } from "../errors.ts";
import type { TextPosition } from "../json/text-position.ts";

/** One defect of a manifest: where, what, and what to do. */
export interface ManifestProblem extends TextPosition {
  /** For example `engines.pergola`; empty for the manifest as a whole. */
  readonly path: string;
  readonly message: string;
  readonly hint?: string;
}

const MEND = "Mend it, or tell whoever made the plugin.";

/** A PLUGIN_MANIFEST_INVALID with every defect after its place. */
export function invalidManifest(file: string, problems: readonly ManifestProblem[]): PergolaError {
  const lines = problems.map(
    ({ line, column, path, message }) =>
      `${file}:${line}:${column} ${path === "" ? "" : `${path}: `}${message}`,
  );
  return pluginErrors.create("PLUGIN_MANIFEST_INVALID", {
    message: `The manifest has ${problems.length} defect(s): ${lines.join(" ")}`,
    // What was expected stands in the message: only what says more is repeated here.
    hint: problems.flatMap(({ hint }) => hint ?? []).join(" ") || MEND,
    details: { file, problems },
  });
}
