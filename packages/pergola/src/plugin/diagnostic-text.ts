import type { PluginDiagnostic } from "@pergola/plugins";

/** A diagnostic for people: where, what, and what to do. */
export function diagnosticText({
  file,
  line,
  column,
  severity,
  code,
  message,
  hint,
}: PluginDiagnostic): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(":");
  const head = `${place === "" ? "" : `${place} `}${severity} ${code}: ${message}`;
  return hint === undefined ? head : `${head}\n  fix: ${hint}`;
}
