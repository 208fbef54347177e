import type { Workspace } from "../lint/workspace.ts";
import { hasFile } from "../lint/workspace.ts";
import type { CodeBlock } from "./code-blocks.ts";
import { codeRegion } from "./code-region.ts";

/** What a block should say; undefined when there is no such file or region. */
export function snippetCode(workspace: Workspace, { file, region }: NonNullable<CodeBlock["source"]>) {
  return hasFile(workspace, file) ? codeRegion(workspace.read(file), region) : undefined;
}
