import type { Connection } from "../file/connection.ts";
import { bigints, bindColumns, integers, texts } from "../write/columns.ts";
import type { Write, WriteOutcome } from "../write/write.ts";
import { ownerColumns, ownerKey } from "./owner-columns.ts";
import { TouchedUser } from "./touched-user.ts";
import type { Owner, UserMemorySet, UserMemoryWrite } from "./user-memory-write.ts";

const COUNT_VALUES = `
  SELECT wanted.ordinal AS ordinal, count(each.key) AS count
  FROM (SELECT unnest($1) AS tenant_id, unnest($2) AS agent_id, unnest($3) AS user_id, unnest($4) AS ordinal) AS wanted
  JOIN pergola.user_memory AS each USING (tenant_id, agent_id, user_id)
  GROUP BY wanted.ordinal`;

const FIND_KEYS = `
  SELECT wanted.ordinal AS ordinal
  FROM (SELECT unnest($1) AS tenant_id, unnest($2) AS agent_id, unnest($3) AS user_id, unnest($4) AS key,
    unnest($5) AS ordinal) AS wanted
  JOIN pergola.user_memory AS each USING (tenant_id, agent_id, user_id, key)`;

const DELETE_USERS = `
  DELETE FROM pergola.user_memory AS each
  USING (SELECT unnest($1) AS tenant_id, unnest($2) AS agent_id, unnest($3) AS user_id) AS gone
  WHERE each.tenant_id = gone.tenant_id AND each.agent_id = gone.agent_id AND each.user_id = gone.user_id`;

const DELETE_KEYS = `
  DELETE FROM pergola.user_memory AS each
  USING (SELECT unnest($1) AS tenant_id, unnest($2) AS agent_id, unnest($3) AS user_id, unnest($4) AS key) AS gone
  WHERE each.tenant_id = gone.tenant_id AND each.agent_id = gone.agent_id AND each.user_id = gone.user_id
    AND each.key = gone.key`;

const INSERT_VALUES = `
  INSERT INTO pergola.user_memory (tenant_id, agent_id, user_id, key, value, written_at)
  SELECT unnest($1), unnest($2), unnest($3), unnest($4), unnest($5), unnest($6)`;

/** Applies what came together inside the open transaction, in order: a few statements, however many writes there are. */
export async function applyUserMemoryWrites(
  connection: Connection,
  writes: readonly UserMemoryWrite[],
): Promise<ReadonlyMap<Write, WriteOutcome>> {
  const users = await touchedUsers(connection, writes);
  const outcomes = new Map<Write, WriteOutcome>(
    writes.map((write) => [write, (users.get(ownerKey(write.owner)) as TouchedUser).play(write)]),
  );
  await store(connection, [...users.values()]);
  return outcomes;
}

/** The users that are written to, each with what the file has of them. */
async function touchedUsers(
  connection: Connection,
  writes: readonly UserMemoryWrite[],
): Promise<ReadonlyMap<string, TouchedUser>> {
  const owners = new Map(writes.map(({ owner }) => [ownerKey(owner), owner]));
  const counts = await countValues(connection, [...owners.values()]);
  const present = await presentKeys(connection, writes);
  return new Map(
    [...owners].map(([id, owner], index) => {
      return [id, new TouchedUser(owner, present.get(id) ?? new Set(), counts.get(index) ?? 0)];
    }),
  );
}

async function countValues(
  connection: Connection,
  owners: readonly Owner[],
): Promise<ReadonlyMap<number, number>> {
  const columns = [...ownerColumns(owners), integers(owners.map((_, index) => index))];
  const rows = await connection.rows(COUNT_VALUES, bindColumns(columns));
  return new Map(rows.map(({ ordinal, count }) => [Number(ordinal), Number(count)]));
}

/** Which of the keys that are named are in the file, by user. */
async function presentKeys(
  connection: Connection,
  writes: readonly UserMemoryWrite[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const named = writes.flatMap((write) => (write.kind === "user-memory-clear" ? [] : [write]));
  if (named.length === 0) return new Map();
  const columns = [
    ...ownerColumns(named.map(({ owner }) => owner)),
    texts(named.map(({ key }) => key)),
    integers(named.map((_, index) => index)),
  ];
  const rows = await connection.rows(FIND_KEYS, bindColumns(columns));
  const found = new Map<string, Set<string>>();
  for (const { ordinal } of rows) {
    const { owner, key } = named[Number(ordinal)] as (typeof named)[number];
    found.set(ownerKey(owner), (found.get(ownerKey(owner)) ?? new Set()).add(key));
  }
  return found;
}

async function store(connection: Connection, users: readonly TouchedUser[]): Promise<void> {
  const cleared = users.filter(({ isCleared }) => isCleared).map(({ owner }) => owner);
  if (cleared.length > 0) await connection.rows(DELETE_USERS, bindColumns(ownerColumns(cleared)));
  const replaced = users.flatMap(({ owner, replacedKeys }) => replacedKeys.map((key) => ({ owner, key })));
  if (replaced.length > 0) {
    const keys = texts(replaced.map(({ key }) => key));
    const columns = [...ownerColumns(replaced.map(({ owner }) => owner)), keys];
    await connection.rows(DELETE_KEYS, bindColumns(columns));
  }
  await insertValues(
    connection,
    users.flatMap(({ values }) => [...values.values()].flatMap((write) => write ?? [])),
  );
}

async function insertValues(connection: Connection, writes: readonly UserMemorySet[]): Promise<void> {
  if (writes.length === 0) return;
  const columns = [
    ...ownerColumns(writes.map(({ owner }) => owner)),
    texts(writes.map(({ key }) => key)),
    texts(writes.map(({ value }) => value)),
    bigints(writes.map(({ at }) => at)),
  ];
  await connection.rows(INSERT_VALUES, bindColumns(columns));
}
