import type { CliContext } from "../cli/cli-context.ts";
import { closeFlow } from "./close-flow.ts";
import type { ExpectedExport } from "./expected-export.ts";
import { findExport } from "./find-export.ts";
import type { FlowSource } from "./flow-source.ts";
import { importFile } from "./import-file.ts";
import { resolveFile } from "./resolve-file.ts";
import { withinImportTime } from "./within-import-time.ts";

/** A file, and what a command expects in it. */
export interface FlowToUse<Found> {
  readonly source: FlowSource;
  readonly expected: ExpectedExport<Found>;
}

/** Imports a flow, works with it, and closes it whatever happens. @throws what any of the three throws; the first counts */
export async function withFlow<Found>(
  { source, expected }: FlowToUse<Found>,
  { cwd, signal }: Pick<CliContext, "cwd" | "signal">,
  work: (flow: Found) => Promise<void>,
): Promise<void> {
  const url = await resolveFile(source.file, cwd);
  const load = async () => findExport(await importFile(url, source.file), source, expected);
  const flow = await withinImportTime(load(), source, signal);
  try {
    await work(flow);
  } catch (error) {
    await closeFlow(flow).catch(() => undefined);
    throw error;
  }
  await closeFlow(flow);
}
