import type { ConversationStore } from "../../memory/conversation-store.ts";
import type { UserMemoryLimits } from "../../memory/user/user-memory-limits.ts";

/** What the suite needs to know of a store that has a memory of users. */
export interface UserMemorySubject {
  /** Shown in the test report. */
  readonly name: string;
  /** Makes an empty store with these limits, else the usual ones; called once per test, which closes it. */
  create(limits?: UserMemoryLimits): Promise<ConversationStore>;
  /** Closes the store and opens its data again as a new process would. Leave it out for a store that is not durable. */
  reopen?(store: ConversationStore): Promise<ConversationStore>;
  /** Command sequences that the fuzz tries. Default 25. */
  readonly fuzzRuns?: number;
}
