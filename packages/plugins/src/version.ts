import { readFile } from "node:fs/promises";

let version: Promise<string> | undefined;

/** The version of this package: what `engines.pergola` of a manifest is compared with. */
export function pergolaVersion(): Promise<string> {
  version ??= readFile(new URL("../package.json", import.meta.url), "utf8").then(
    (text) => (JSON.parse(text) as { readonly version: string }).version,
  );
  return version;
}
