import {
  BIGINT,
  DOUBLE,
  type DuckDBType,
  type DuckDBValue,
  INTEGER,
  LIST,
  listValue,
  VARCHAR,
} from "@duckdb/node-api";
import type { Bind } from "../file/connection.ts";
import type { TurnKey } from "./write.ts";

/** The values of one column for many rows. A statement takes each as one list and unnests them side by side. */
export interface Column {
  readonly type: DuckDBType;
  readonly values: readonly DuckDBValue[];
}

export const texts = (values: readonly (string | null)[]): Column => ({ type: VARCHAR, values });

export const textLists = (values: readonly (readonly string[])[]): Column => ({
  type: LIST(VARCHAR),
  values: values.map((each) => listValue(each)),
});

export const doubles = (values: readonly number[]): Column => ({ type: DOUBLE, values });

export const integers = (values: readonly number[]): Column => ({ type: INTEGER, values });

/** @throws RangeError for a number with a fraction: a clock that is wrong. */
export const bigints = (values: readonly (number | null)[]): Column => ({
  type: BIGINT,
  values: values.map((value) => (value === null ? null : BigInt(value))),
});

/** The five columns of a turn's key, in the order of the tables. */
export const keyColumns = (keys: readonly TurnKey[]): Column[] => [
  texts(keys.map((key) => key.tenantId)),
  texts(keys.map((key) => key.agentId)),
  texts(keys.map((key) => key.userId)),
  texts(keys.map((key) => key.sessionId)),
  texts(keys.map((key) => key.runId)),
];

/** Binds each column to the parameter of its place. */
export function bindColumns(columns: readonly Column[]): Bind {
  return (statement) => {
    for (const [index, { type, values }] of columns.entries()) {
      statement.bindList(index + 1, listValue(values), LIST(type));
    }
  };
}
