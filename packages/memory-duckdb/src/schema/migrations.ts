/** One step of the schema: the statements that lead from the version before to this one. Never changed once released. */
export interface Migration {
  readonly version: number;
  readonly statements: readonly string[];
}

/**
 * Every table has tenant, agent, user and session as columns of their own. Only `turn` and `budget_account` have an index, their primary key:
 * DuckDB uses a key of several columns for uniqueness and not to find rows, so more of them would cost and not pay.
 * `turn.position` is one number in the whole file: messages and logs are found by it, because DuckDB skips whole blocks
 * of a growing number (with 200 000 turns a window takes less than half as long as with a join by the five ids).
 */
export const migrations: readonly Migration[] = [
  {
    version: 1,
    statements: [
      `CREATE TABLE pergola.turn (
         tenant_id VARCHAR NOT NULL,
         agent_id VARCHAR NOT NULL,
         user_id VARCHAR NOT NULL,
         session_id VARCHAR NOT NULL,
         run_id VARCHAR NOT NULL,
         position BIGINT NOT NULL,
         revision BIGINT NOT NULL,
         status VARCHAR NOT NULL,
         outcome VARCHAR,
         usage JSON,
         title VARCHAR NOT NULL,
         owner_id VARCHAR NOT NULL,
         started_at BIGINT NOT NULL,
         written_at BIGINT NOT NULL,
         finished_at BIGINT,
         PRIMARY KEY (tenant_id, agent_id, user_id, session_id, run_id)
       )`,
      `CREATE TABLE pergola.message (
         tenant_id VARCHAR NOT NULL,
         agent_id VARCHAR NOT NULL,
         user_id VARCHAR NOT NULL,
         session_id VARCHAR NOT NULL,
         run_id VARCHAR NOT NULL,
         turn_position BIGINT NOT NULL,
         position INTEGER NOT NULL,
         role VARCHAR NOT NULL,
         body JSON NOT NULL
       )`,
      `CREATE TABLE pergola.run_log (
         tenant_id VARCHAR NOT NULL,
         agent_id VARCHAR NOT NULL,
         user_id VARCHAR NOT NULL,
         session_id VARCHAR NOT NULL,
         run_id VARCHAR NOT NULL,
         turn_position BIGINT NOT NULL,
         revision BIGINT NOT NULL,
         events JSON NOT NULL
       )`,
    ],
  },
  {
    version: 2,
    statements: [
      `CREATE TABLE pergola.budget_account (
         tenant_id VARCHAR NOT NULL,
         agent_id VARCHAR NOT NULL,
         user_id VARCHAR NOT NULL,
         session_id VARCHAR NOT NULL,
         period VARCHAR NOT NULL,
         tokens BIGINT NOT NULL,
         nano_usd BIGINT NOT NULL,
         written_at BIGINT NOT NULL,
         PRIMARY KEY (tenant_id, agent_id, user_id, session_id, period)
       )`,
      `CREATE TABLE pergola.budget_reservation (
         tenant_id VARCHAR NOT NULL,
         agent_id VARCHAR NOT NULL,
         user_id VARCHAR NOT NULL,
         session_id VARCHAR NOT NULL,
         period VARCHAR NOT NULL,
         id VARCHAR NOT NULL,
         tokens BIGINT NOT NULL,
         nano_usd BIGINT NOT NULL,
         reserved_at BIGINT NOT NULL
       )`,
    ],
  },
  {
    version: 3,
    statements: [
      `CREATE TABLE pergola.user_memory (
         tenant_id VARCHAR NOT NULL,
         agent_id VARCHAR NOT NULL,
         user_id VARCHAR NOT NULL,
         key VARCHAR NOT NULL,
         value JSON NOT NULL,
         written_at BIGINT NOT NULL
       )`,
    ],
  },
  {
    version: 4,
    statements: [
      `CREATE TABLE pergola.metric (
         measured_at BIGINT NOT NULL,
         name VARCHAR NOT NULL,
         kind VARCHAR NOT NULL,
         value DOUBLE NOT NULL,
         labels JSON NOT NULL,
         run_id VARCHAR,
         tenant_id VARCHAR,
         agent_id VARCHAR,
         user_id VARCHAR,
         session_id VARCHAR,
         metadata JSON
       )`,
    ],
  },
];

/** The version that this package reads and writes. */
export const SCHEMA_VERSION = Math.max(...migrations.map((migration) => migration.version));
