import { Argument, type Command, Option } from "commander";
import { parseMilliseconds } from "../../cli/parse-milliseconds.ts";
import type { FlowSource } from "../../module/flow-source.ts";

/** What each command has that works on a file with a flow. */
export interface FlowFileFlags {
  readonly export?: string;
  readonly json?: true;
  readonly importTimeout: number;
}

/** Adds the argument `<file>` and the options about it. */
export function addFlowFile(command: Command): Command {
  return command
    .addArgument(new Argument("<file>", "module with the flow: a path or a file: URL; .ts needs no build"))
    .addOption(
      new Option(
        "--export <name>",
        "the flow, or a function that makes it (default: the default export, else the only flow)",
      ),
    )
    .addOption(new Option("--json", "write results and errors as JSON, one a line"))
    .addOption(
      new Option("--import-timeout <ms>", "longest wait until the file is imported and the flow made")
        .argParser(parseMilliseconds)
        .default(30_000),
    );
}

export const flowSourceOf = (file: string, flags: FlowFileFlags): FlowSource => ({
  file,
  exportName: flags.export,
  importTimeoutMs: flags.importTimeout,
});
