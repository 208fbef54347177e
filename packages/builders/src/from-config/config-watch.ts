import type { LoadedAgentConfig } from "@pergola/config/file";
import { type Clock, type Closable, errorMessage, isPergolaError, type Logger } from "@pergola/core";
import type { AgentReload, ReloadOptions } from "../reload/agent-reload.ts";
import { changeText } from "../reload/restart-required.ts";
import type { ConfigReload } from "./config-reload.ts";
import type { FileSignatures } from "./file-signatures.ts";
import { FileWatcher } from "./file-watcher.ts";
import type { LoadConfig } from "./load-config.ts";

/** A file that is written and written, and never right, is told of after this time. */
const MAX_DOUBT_MS = 10_000;

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
  /** What the agent lives by. */
  #loaded: LoadedAgentConfig;
  /** Since when nothing was told of what is wrong, because the files went on changing. */
  #doubtedSince: number | undefined;

  constructor(options: ConfigWatchOptions) {
    const { loaded, seen, clock } = options;
    this.#options = options;
    this.#loaded = loaded;
    this.#watcher = new FileWatcher({
      seen,
      clock,
      onChange: (signal, stayAs) => this.#readAgain(signal, stayAs),
    });
  }

  close(): Promise<void> {
    return this.#watcher.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #readAgain(
    signal: AbortSignal,
    stayAs: (seen: FileSignatures) => Promise<boolean>,
  ): Promise<FileSignatures> {
    const seen = new Map<string, string | undefined>();
    const outcome = await this.#attempt(seen, signal);
    const isBeingWritten = "error" in outcome && !this.#isDoubtOver() && !(await stayAs(seen));
    if (signal.aborted) return seen;
    if (isBeingWritten) {
      const { file } = this.#loaded;
      const reason = errorMessage(outcome.error);
      this.#options.logger.debug("config file changed again before its defect was told", { file, reason });
    } else {
      this.#doubtedSince = undefined;
      this.#tell(outcome);
    }
    return seen;
  }

  #isDoubtOver(): boolean {
    const now = this.#options.clock.monotonic();
    this.#doubtedSince ??= now;
    return now - this.#doubtedSince >= MAX_DOUBT_MS;
  }

  async #attempt(seen: Map<string, string | undefined>, signal: AbortSignal): Promise<ConfigReload> {
    const { load, reload } = this.#options;
    try {
      const loaded = await load(seen, { previous: this.#loaded, signal });
      const { outcome, changes } = await reload(loaded, { signal });
      this.#loaded = loaded;
      return outcome === "reloaded" ? { outcome, changes } : { outcome };
    } catch (error) {
      if (!isPergolaError(error, "RESTART_REQUIRED")) return { outcome: "invalid", error };
      const { changes } = error.details as Pick<AgentReload, "changes">;
      return { outcome: "refused", changes, error };
    }
  }

  #tell(reload: ConfigReload): void {
    const { logger, onReload } = this.#options;
    const { file } = this.#loaded;
    if (reload.outcome === "unchanged") logger.debug("config file saved, nothing changed", { file });
    else if (reload.outcome === "reloaded")
      logger.info("config file reloaded", { file, changes: reload.changes.map(changeText) });
    else logger.warn(`config file ${reload.outcome}`, { file, reason: errorMessage(reload.error) });
    (async () => onReload?.(reload))().catch((error: unknown) =>
      logger.warn("onReload threw", { file, reason: errorMessage(error) }),
    );
  }
}
