import type { UserMemoryEntries, UserMemoryEntry, UserMemoryKeys, UserMemoryPage } from "@pergola/resources";
import { userMemoryCursor } from "@pergola/resources";
import type { Bind, Row } from "../file/connection.ts";
import { bindOwner } from "../read/bind-scope.ts";
import type { ReaderPool } from "../read/reader-pool.ts";
import { readJson, readText } from "../read/stored-json.ts";
import type { Owner } from "./user-memory-write.ts";

const READ_VALUE = `
  SELECT value FROM pergola.user_memory
  WHERE tenant_id = $1 AND agent_id = $2 AND user_id = $3 AND key = $4`;

/** No key is empty, so that all of them come behind "". */
const readPage = (columns: string) => `
  SELECT to_json(each.key) AS name${columns}
  FROM pergola.user_memory AS each
  WHERE each.tenant_id = $1 AND each.agent_id = $2 AND each.user_id = $3
    AND starts_with(each.key, $4) AND each.key > $5
  ORDER BY each.key
  LIMIT $6`;

const READ_KEYS = readPage("");
const READ_ENTRIES = readPage(", each.value AS value, each.written_at AS written_at");

/** Undefined when there is nothing. @throws DUCKDB_QUEUE_FULL, DUCKDB_READ_FAILED, DUCKDB_DATA_INVALID */
export async function readValue(readers: ReaderPool, owner: Owner, key: string): Promise<unknown> {
  const [row] = await readers.rows(READ_VALUE, (statement) => {
    bindOwner(owner)(statement);
    statement.bindVarchar(4, key);
  });
  return row === undefined ? undefined : readJson(row.value, "user_memory.value");
}

/** @throws as {@link readValue} */
export async function readKeys(
  readers: ReaderPool,
  owner: Owner,
  page: UserMemoryPage,
): Promise<UserMemoryKeys> {
  const rows = await readers.rows(READ_KEYS, bindPage(owner, page));
  const { items, ...next } = pageOf(rows.map(keyOf), page, (key) => key);
  return { keys: items, ...next };
}

/** @throws as {@link readValue} */
export async function readEntries(
  readers: ReaderPool,
  owner: Owner,
  page: UserMemoryPage,
): Promise<UserMemoryEntries> {
  const rows = await readers.rows(READ_ENTRIES, bindPage(owner, page));
  const { items, ...next } = pageOf(rows.map(entryOf), page, ({ key }) => key);
  return { entries: items, ...next };
}

/** One more than the page, to see whether there is another. */
const bindPage =
  (owner: Owner, { prefix, after = "", size }: UserMemoryPage): Bind =>
  (statement) => {
    bindOwner(owner)(statement);
    statement.bindVarchar(4, prefix);
    statement.bindVarchar(5, after);
    statement.bindInteger(6, size + 1);
  };

function pageOf<Item>(found: readonly Item[], { size }: UserMemoryPage, keyIn: (item: Item) => string) {
  const items = found.slice(0, size);
  const last = found.length > size ? items.at(-1) : undefined;
  return { items, ...(last !== undefined && { nextCursor: userMemoryCursor.encode(keyIn(last)) }) };
}

const keyOf = ({ name }: Row): string => readText(name, "user_memory.key");

const entryOf = (row: Row): UserMemoryEntry => ({
  key: keyOf(row),
  value: readJson(row.value, "user_memory.value"),
  updatedAt: Number(row.written_at),
});
