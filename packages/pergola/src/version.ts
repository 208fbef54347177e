import { readFileSync } from "node:fs";

/** The version of this package. The file lies one folder above this one, in the sources and when it is built. */
export function version(): string {
  const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  return (manifest as { readonly version: string }).version;
}
