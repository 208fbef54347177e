import type { ExpectedExport } from "./expected-export.ts";
import { exportNotFound, makerFailed, noFlow, notAFlow, severalFlows } from "./export-errors.ts";
import type { FlowSource } from "./flow-source.ts";
import type { ModuleExports } from "./import-file.ts";

/**
 * The flow of a module: the named export; else the default one; else the only one that is a flow. A function makes the
 * flow if it is named or the default export; other functions are never called, they may do anything.
 *
 * @throws EXPORT_NOT_FOUND, NOT_A_FLOW, SEVERAL_FLOWS, NO_FLOW_EXPORTED, FLOW_MAKER_FAILED
 */
export async function findExport<Found>(
  exports: ModuleExports,
  { file, exportName }: FlowSource,
  expected: ExpectedExport<Found>,
): Promise<Found> {
  if (exportName !== undefined) {
    if (!Object.hasOwn(exports, exportName)) throw exportNotFound(exports, file, exportName);
    return flowOf(await exports[exportName], { file, exportName }, expected);
  }
  const byDefault = await exports.default;
  if (expected.accepts(byDefault)) return byDefault;
  const fitting = distinct(exports).flatMap(([name, value]) =>
    expected.accepts(value) ? [{ name, value }] : [],
  );
  if (fitting.length > 1)
    throw severalFlows(
      fitting.map(({ name }) => name),
      file,
    );
  const [only] = fitting;
  if (only !== undefined) return only.value;
  if (typeof byDefault !== "function") throw noFlow(exports, file, expected.name);
  return flowOf(byDefault, { file, exportName: "default" }, expected);
}

type NamedExport = Pick<FlowSource, "file"> & { readonly exportName: string };

/** The value itself, or what it makes. */
async function flowOf<Found>(
  value: unknown,
  from: NamedExport,
  expected: ExpectedExport<Found>,
): Promise<Found> {
  if (expected.accepts(value)) return value;
  if (typeof value !== "function") throw notAFlow(value, from, expected.name);
  const made = await make(value as () => unknown, from);
  if (expected.accepts(made)) return made;
  throw notAFlow(made, { ...from, exportName: `${from.exportName}()` }, expected.name);
}

async function make(maker: () => unknown, { file, exportName }: NamedExport): Promise<unknown> {
  try {
    return await maker();
  } catch (cause) {
    throw makerFailed(cause, file, exportName);
  }
}

/** One value may have several names: the first counts. */
function distinct(exports: ModuleExports): [name: string, value: unknown][] {
  const byValue = new Map<unknown, string>();
  for (const [name, value] of Object.entries(exports)) if (!byValue.has(value)) byValue.set(value, name);
  return [...byValue].map(([value, name]) => [name, value]);
}
