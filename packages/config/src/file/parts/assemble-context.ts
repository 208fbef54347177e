import type { StepRegistry } from "@pergola/core-steps";
import type { ProviderCategory, ProviderFactory } from "@pergola/resources";
import type { Tool } from "@pergola/tools";
import type { ImportedExport } from "./import-export.ts";
import type { MadeExports } from "./made-exports.ts";
import type { Told } from "./told.ts";
import type { NamedWorkflowStep, WorkflowCondition } from "./workflow-parts.ts";

/** Finds a provider that is not among those given, for example `(category, name) => registry.find(category, name)`. */
export type FindProvider = (category: ProviderCategory, name: string) => Promise<ProviderFactory | undefined>;

/** Finds a tool that is not among those given; undefined when there is none of that name. */
export type FindTool = (name: string) => Promise<Tool | undefined>;

/** A config that a provider of the file was given, and where it stands. */
export interface GivenConfig {
  readonly factory: ProviderFactory;
  readonly config: unknown;
  readonly path: readonly (string | number)[];
}

/** What the parts of a file are made with. */
export interface AssembleContext {
  readonly told: Told;
  readonly steps: StepRegistry;
  readonly tools: readonly Tool[];
  readonly providers: readonly ProviderFactory[];
  readonly findProvider: FindProvider | undefined;
  readonly findTool: FindTool | undefined;
  /** Filled while resources are read: the configs whose providers are known. */
  readonly configs: GivenConfig[];
  readonly workflowSteps: readonly NamedWorkflowStep[];
  readonly conditions: Readonly<Record<string, WorkflowCondition>>;
  readonly made: MadeExports;
  readonly importExport: (type: string, from: string | undefined) => Promise<ImportedExport>;
}

/** An export, if it can be had; says why not. */
export async function exportAt(
  type: string,
  path: readonly (string | number)[],
  { told, importExport }: AssembleContext,
): Promise<{ readonly value: unknown } | undefined> {
  const imported = await importExport(type, told.fileOf(path));
  if ("value" in imported) return imported;
  told.problem(path, imported.message, imported.hint);
  return undefined;
}
