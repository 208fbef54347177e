import type { LoadAgentConfigOptions } from "@pergola/config/file";
import type { Condition, StagedFunction, StagedStep } from "@pergola/pipeline";
import type { DirectorOptions } from "../build/director-options.ts";
import type { ConfigReload } from "./config-reload.ts";

/** What a file cannot say, how it is read, and how its agent is built. */
export interface FromConfigOptions
  extends DirectorOptions,
    Omit<LoadAgentConfigOptions, "env" | "previous" | "onFile" | "workflowSteps" | "conditions"> {
  /** Steps that the file's workflow may name: named functions, or `{ name, run }` where a name is no identifier. */
  readonly workflowSteps?: readonly (StagedStep | StagedFunction)[];
  /** Conditions that `when` may name in it, by name. */
  readonly conditions?: Readonly<Record<string, Condition>>;
  /**
   * Reloads the agent when the file, what it extends, or its `.env` is saved. What is wrong with them is told when they have
   * not changed for 500 ms, or have been wrong for 10 s: half of a slow write is no defect. Default false.
   */
  readonly watch?: boolean;
  /** Told of each outcome of such a reload; all of them are logged, too. */
  readonly onReload?: (reload: ConfigReload) => void;
}
