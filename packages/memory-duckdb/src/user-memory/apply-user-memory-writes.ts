import { DuckDBListValue } from "@duckdb/node-api";
import type { Connection } from "../file/connection.ts";
import { bigints, bindColumns, integers, textLists, texts } from "../write/columns.ts";
import type { Write, WriteOutcome } from "../write/write.ts";
import { ownerColumns, ownerKey } from "./owner-columns.ts";
import { TouchedUser } from "./touched-user.ts";
import type { Owner, UserMemorySet, UserMemoryWrite } from "./user-memory-write.ts";

/** One look for both: how many values a user has, and at which places of `keys` stands one that is there. */
const FIND_USERS = `
  SELECT wanted.ordinal AS ordinal, count(*) AS count,
    list(list_position(wanted.keys, each.key)) FILTER (list_contains(wanted.keys, each.key)) AS places
  FROM (SELECT unnest($1) AS tenant_id, unnest($2) AS agent_id, unnest($3) AS user_id, unnest($4) AS keys,
    unnest($5) AS ordinal) AS wanted
  JOIN pergola.user_memory AS each USING (tenant_id, agent_id, user_id)
  GROUP BY wanted.ordinal`;

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

/** A user that is written to, and the keys that the writes name. */
interface NamedUser {
  readonly owner: Owner;
  readonly keys: readonly string[];
}

/** The users that are written to, each with what the file has of them. */
async function touchedUsers(
  connection: Connection,
  writes: readonly UserMemoryWrite[],
): Promise<ReadonlyMap<string, TouchedUser>> {
  const users = [...Map.groupBy(writes, ({ owner }) => ownerKey(owner)).values()].map(namedUser);
  const columns = [
    ...ownerColumns(users.map(({ owner }) => owner)),
    textLists(users.map(({ keys }) => keys)),
    integers(users.map((_, index) => index)),
  ];
  const rows = await connection.rows(FIND_USERS, bindColumns(columns));
  const found = new Map(rows.map((row) => [Number(row.ordinal), row]));
  return new Map(
    users.map(({ owner, keys }, index) => {
      const { count = 0, places = null } = found.get(index) ?? {};
      const present = places instanceof DuckDBListValue ? places.items : [];
      const touched = new TouchedUser(
        owner,
        new Set(present.map((place) => keys[Number(place) - 1] ?? "")),
        Number(count),
      );
      return [ownerKey(owner), touched];
    }),
  );
}

function namedUser(writes: readonly UserMemoryWrite[]): NamedUser {
  const keys = writes.flatMap((write) => (write.kind === "user-memory-clear" ? [] : [write.key]));
  return { owner: (writes[0] as UserMemoryWrite).owner, keys: [...new Set(keys)] };
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
