export { duckdb } from "./duckdb.ts";
export { type DuckDbConfig, duckDbConfigSchema } from "./duckdb-config.ts";
export { duckDbErrors } from "./errors.ts";
export type { DuckDbMetrics } from "./metrics/duckdb-metrics.ts";
export type { MetricRecord } from "./metrics/metric-record.ts";
export type { MetricQuery } from "./metrics/read-metrics.ts";
export type { MetricFigures } from "./metrics/read-summary.ts";
export { type DuckDbBudgetLedgerOptions, openDuckDbBudgetLedger } from "./open-duckdb-budget-ledger.ts";
export {
  type DuckDbConversationStoreOptions,
  openDuckDbConversationStore,
} from "./open-duckdb-conversation-store.ts";
export { type DuckDbMetricsOptions, openDuckDbMetrics } from "./open-duckdb-metrics.ts";
