import type { Direction } from "@pergola/viz";
import type { CliContext } from "../cli/cli-context.ts";
import { write } from "../cli/write.ts";
import { pergolaErrors } from "../errors.ts";
import { DESCRIBABLE } from "../module/expected-export.ts";
import type { FlowSource } from "../module/flow-source.ts";
import { withFlow } from "../module/with-flow.ts";
import type { Diagram } from "./diagram.ts";
import { draw } from "./draw.ts";
import { outputTarget, type TargetOptions } from "./output-target.ts";
import { type OutputFile, planUpdate } from "./plan-update.ts";
import { writeOutput } from "./write-output.ts";

/** What is drawn, how, and where it goes. */
export interface VisualizeOptions extends TargetOptions {
  readonly direction: Direction;
  /** Default false. */
  readonly policies?: boolean;
  /** Default false. */
  readonly json?: boolean;
}

/**
 * `pergola flow visualize`
 *
 * @throws INVALID_USAGE, OUTPUT_STALE, OUTPUT_FAILED, NO_MARKERS, BROKEN_MARKERS, INVALID_GRAPH, what importing throws
 */
export async function visualizeFlow(
  source: FlowSource,
  options: VisualizeOptions,
  context: CliContext,
): Promise<void> {
  const { format, file, isPage } = outputTarget(options);
  const { direction, policies: showPolicies = false } = options;
  await withFlow({ source, expected: DESCRIBABLE }, context, async (flow) => {
    const diagram = draw(flow.describe(), format, { direction, showPolicies });
    if (file !== undefined) await toFile(diagram, { file, isPage, ...options }, context);
    else
      await write(
        context.stdout,
        options.json ? `${JSON.stringify(diagram)}\n` : diagram.text,
        context.signal,
      );
  });
}

type FileOptions = OutputFile & Pick<VisualizeOptions, "check" | "json">;

async function toFile(
  diagram: Diagram,
  options: FileOptions,
  { cwd, stdout, signal }: CliContext,
): Promise<void> {
  const { file, check = false, json = false } = options;
  const { path, text, isChange } = await planUpdate(diagram, options, cwd);
  if (isChange && !check) await writeOutput(path, text, file);
  const { name, format } = diagram;
  if (json) await write(stdout, `${JSON.stringify({ name, format, file, changed: isChange })}\n`, signal);
  else if (!isChange) await write(stdout, `${file} is up to date.\n`, signal);
  else if (!check) await write(stdout, `${file} was written.\n`, signal);
  if (isChange && check) throw stale(file, name);
}

const stale = (file: string, name: string) =>
  pergolaErrors.create("OUTPUT_STALE", {
    message: `${file} does not show the flow "${name}" as it is now.`,
    hint: "Run the same command without --check, and commit what it writes.",
    details: { file },
  });
