import type { LoadedAgentConfig } from "@pergola/config/file";
import { type Clock, type Closable, errorMessage, isPergolaError, type Logger } from "@pergola/core";
import type { AgentReload, ReloadOptions } from "../reload/agent-reload.ts";
import { changeText } from "../reload/restart-required.ts";
import type { ConfigReload } from "./config-reload.ts";
import type { FileSignatures } from "./file-signatures.ts";
import { FileWatcher } from "./file-watcher.ts";
import type { LoadConfig } from "./load-config.ts";

export interface ConfigWatchOptions {
  readonly load: LoadConfig;
  readonly loaded: LoadedAgentConfig;
  readonly seen: FileSignatures;
  readonly reload: (next: LoadedAgentConfig, options: ReloadOptions) => Promise<AgentReload>;
  readonly onReload: ((reload: ConfigReload) => void) | undefined;
  readonly logger: Logger;
  readonly clock: Clock;
}

/** Reloads an agent whenever its config file, or what that is made of, is saved. Every outcome is told and logged. */
export class ConfigWatch implements Closable {
  readonly #options: ConfigWatchOptions;
  readonly #watcher: FileWatcher;
  /** What the agent lives by, and all files of it. */
  #live: { readonly loaded: LoadedAgentConfig; readonly seen: FileSignatures };

  constructor(options: ConfigWatchOptions) {
    const { loaded, seen, clock } = options;
    this.#options = options;
    this.#live = { loaded, seen };
    this.#watcher = new FileWatcher({
      seen,
      clock,
      onChange: (now, { signal }) => this.#readAgain(now, signal),
    });
  }

  close(): Promise<void> {
    return this.#watcher.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #readAgain(now: FileSignatures, signal: AbortSignal): Promise<FileSignatures> {
    const seen = new Map<string, string | undefined>();
    const outcome = await this.#attempt(seen, signal);
    if (!signal.aborted) this.#tell(outcome);
    if (this.#live.seen === seen) return seen;
    // The next edit may be of a file that this reading did not get to.
    const ofTheLive = [...now].filter(([path]) => this.#live.seen.has(path));
    return new Map([...ofTheLive, ...seen]);
  }

  async #attempt(seen: Map<string, string | undefined>, signal: AbortSignal): Promise<ConfigReload> {
    const { load, reload } = this.#options;
    try {
      const loaded = await load(seen, { previous: this.#live.loaded, signal });
      const { outcome, changes } = await reload(loaded, { signal });
      this.#live = { loaded, seen };
      return outcome === "reloaded" ? { outcome, changes } : { outcome };
    } catch (error) {
      if (!isPergolaError(error, "RESTART_REQUIRED")) return { outcome: "invalid", error };
      const { changes } = error.details as Pick<AgentReload, "changes">;
      return { outcome: "refused", changes, error };
    }
  }

  #tell(reload: ConfigReload): void {
    const { logger, onReload } = this.#options;
    const { file } = this.#live.loaded;
    if (reload.outcome === "unchanged") logger.debug("config file saved, nothing changed", { file });
    else if (reload.outcome === "reloaded")
      logger.info("config file reloaded", { file, changes: reload.changes.map(changeText) });
    else logger.warn(`config file ${reload.outcome}`, { file, reason: errorMessage(reload.error) });
    try {
      onReload?.(reload);
    } catch (error) {
      logger.warn("onReload threw", { file, reason: errorMessage(error) });
    }
  }
}
