import { errorMessage, suggest } from "@pergola/core";
import { pergolaErrors } from "../errors.ts";
import { isDescribable } from "./describable.ts";
import type { ModuleExports } from "./import-file.ts";

export function exportNotFound(exports: ModuleExports, file: string, exportName: string) {
  const names = Object.keys(exports);
  return pergolaErrors.create("EXPORT_NOT_FOUND", {
    message: `${file} has no export "${exportName}".`,
    hint: names.length === 0 ? "It exports nothing." : suggest(exportName, names),
    details: { file, exportName },
  });
}

export function severalFlows(names: readonly string[], file: string) {
  return pergolaErrors.create("SEVERAL_FLOWS", {
    message: `${file} exports ${names.length} that fit: ${names.join(", ")}; expected one.`,
    hint: `Name it, for example --export ${names[0]}.`,
    details: { file, names },
  });
}

export function noFlow(exports: ModuleExports, file: string, expected: string) {
  const names = Object.keys(exports);
  const maker = names.find((name) => typeof exports[name] === "function");
  return pergolaErrors.create("NO_FLOW_EXPORTED", {
    message: `${file} exports ${names.length === 0 ? "nothing" : names.join(", ")}; expected ${expected}.`,
    hint:
      maker === undefined
        ? "Export it: export const flow = createFlow(…)."
        : `If a function makes it, name it, for example --export ${maker}.`,
    details: { file, names },
  });
}

export function notAFlow(
  value: unknown,
  { file, exportName }: { readonly file: string; readonly exportName: string },
  expected: string,
) {
  return pergolaErrors.create("NOT_A_FLOW", {
    message: `${exportName} of ${file} is ${received(value)}; expected ${expected}.`,
    hint: "Name another export with --export, or export it: export const flow = createFlow(…).",
    details: { file, exportName },
  });
}

export function makerFailed(cause: unknown, file: string, exportName: string) {
  return pergolaErrors.create("FLOW_MAKER_FAILED", {
    message: `${exportName}() of ${file} threw: ${errorMessage(cause)}`,
    hint: "It is called without arguments, and returns the flow or a promise of it.",
    details: { file, exportName },
    cause,
  });
}

function received(value: unknown): string {
  if (isDescribable(value)) return `something of kind "${value.describe().kind}"`;
  if (value === null || value === undefined) return String(value);
  return typeof value === "object" ? "an object without describe()" : `a ${typeof value}`;
}
