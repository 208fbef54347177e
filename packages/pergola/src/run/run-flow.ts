import type { CliContext } from "../cli/cli-context.ts";
import { FLOW } from "../module/expected-export.ts";
import type { FlowSource } from "../module/flow-source.ts";
import { withFlow } from "../module/with-flow.ts";
import { jsonPrinter } from "./json-printer.ts";
import { ProgressLine } from "./progress-line.ts";
import { readInput } from "./read-input.ts";
import { runTrace } from "./run-trace.ts";
import { textPrinter } from "./text-printer.ts";

/** What is sent, and how the results are told. */
export interface RunFlowOptions {
  /** JSON, or `-` for stdin. Default: no message. */
  readonly input: string | undefined;
  /** Longest time of the trace, in milliseconds. Default: none. */
  readonly timeoutMs: number | undefined;
  /** Default false. */
  readonly json: boolean | undefined;
}

/** `pergola flow run`. @throws INVALID_INPUT, what importing throws, what ends the trace, INTERRUPTED */
export async function runFlow(
  source: FlowSource,
  options: RunFlowOptions,
  context: CliContext,
): Promise<void> {
  const { json = false, timeoutMs } = options;
  const input = await readInput(options.input, context);
  await withFlow({ source, expected: FLOW }, context, async (flow) => {
    const progress = showsProgress(json, context) ? new ProgressLine(context.stderr) : undefined;
    const printer = json ? jsonPrinter(context) : textPrinter(context, progress);
    try {
      const onEvent = progress === undefined ? undefined : progress.note.bind(progress);
      await runTrace(flow, { input, printer, signal: context.signal, timeoutMs, onEvent });
    } finally {
      progress?.close();
    }
  });
}

/** Whoever watches sees the progress, unless lines of JSON come to the same terminal. */
const showsProgress = (json: boolean, { stdout, stderr }: CliContext) =>
  stderr.isTTY === true && !(json && stdout.isTTY === true);
