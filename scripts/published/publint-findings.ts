import { readFile } from "node:fs/promises";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import type { Finding } from "../lint/finding.ts";
import type { PackedPackage } from "./pack.ts";

/** What publint says of a tarball; warnings and suggestions count as errors. */
export async function publintFindings({ folder, name, tarball }: PackedPackage): Promise<Finding[]> {
  const { buffer } = new Uint8Array(await readFile(tarball));
  const { messages, pkg } = await publint({ pack: { tarball: buffer }, strict: true });
  return messages.map((message) => ({
    rule: `publint ${message.code}`,
    at: `${folder}/package.json`,
    message: `${name}: ${formatMessage(message, pkg, { color: false }) ?? message.path.join(".")}`,
    fix: `Mend ${field(message.path)}, or the build that should make what it names, and run \`pnpm run build\`.`,
  }));
}

const field = (path: readonly string[]) => (path.length === 0 ? "package.json" : path.join(" > "));
