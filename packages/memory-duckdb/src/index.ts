export { duckdb } from "./duckdb.ts";
export { type DuckDbConfig, duckDbConfigSchema } from "./duckdb-config.ts";
export { duckDbErrors } from "./errors.ts";
export { type DuckDbBudgetLedgerOptions, openDuckDbBudgetLedger } from "./open-duckdb-budget-ledger.ts";
export {
  type DuckDbConversationStoreOptions,
  openDuckDbConversationStore,
} from "./open-duckdb-conversation-store.ts";
