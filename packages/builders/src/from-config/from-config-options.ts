import type { LoadAgentConfigOptions } from "@pergola/config/file";
import type { DirectorOptions } from "../build/director-options.ts";
import type { ConfigReload } from "./config-reload.ts";

/** What a file cannot say, how it is read, and how its agent is built. */
export interface FromConfigOptions
  extends DirectorOptions,
    Omit<LoadAgentConfigOptions, "env" | "previous" | "onFile"> {
  /**
   * Reloads the agent when the file, what it extends, or its `.env` is saved. What is wrong with them is told when they have
   * not changed for 500 ms, or have been wrong for 10 s: half of a slow write is no defect. Default false.
   */
  readonly watch?: boolean;
  /** Told of each outcome of such a reload; all of them are logged, too. */
  readonly onReload?: (reload: ConfigReload) => void;
}
