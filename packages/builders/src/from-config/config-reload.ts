import type { ConfigChange } from "@pergola/config/file";

/** What became of a changed config file. */
export type ConfigReload =
  /** The next run uses the new values. */
  | { readonly outcome: "reloaded"; readonly changes: readonly ConfigChange[] }
  /** It was saved, and says what it said. */
  | { readonly outcome: "unchanged" }
  /** It changes what the agent is built of, which needs a restart. The agent is as it was. */
  | { readonly outcome: "refused"; readonly changes: readonly ConfigChange[]; readonly error: unknown }
  /** It has defects, or what it asks for does not start. The agent is as it was. */
  | { readonly outcome: "invalid"; readonly error: unknown };
