import { dirname, resolve } from "node:path";
import { type AgentLogging, DEFAULT_LOG_PATH } from "../../agent-logging.ts";
import { childOf, dataOf, type SourceNode } from "../source/source-node.ts";
import type { Told } from "./told.ts";

/** `logging` as a definition has it: the path of the file, the default one too, is relative to the file that says so. */
export function loggingPart(root: SourceNode, told: Told): { readonly logging?: AgentLogging } {
  const node = childOf(root, "logging");
  if (node === undefined) return {};
  // The file's schema has looked at it.
  const logging = dataOf(node) as AgentLogging;
  const from = told.fileOf(["logging", "file", "path"]);
  if (logging.file === false || from === undefined) return { logging };
  const path = resolve(dirname(from), logging.file?.path ?? DEFAULT_LOG_PATH);
  return { logging: { ...logging, file: { ...logging.file, path } } };
}
