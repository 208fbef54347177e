import type { ConversationStore } from "../../memory/conversation-store.ts";

/** What the suite needs to know of a store. */
export interface ConversationStoreSubject {
  /** Shown in the test report. */
  readonly name: string;
  /** Makes an empty store; called once per test, which closes it. */
  create(): Promise<ConversationStore>;
  /** Closes the store and opens its data again as a new process would. Leave it out for a store that is not durable. */
  reopen?(store: ConversationStore): Promise<ConversationStore>;
  /** Command sequences that the fuzz tries. Default 25. */
  readonly fuzzRuns?: number;
}
