import { scopeKey } from "@pergola/core";
import { type Column, texts } from "../write/columns.ts";
import type { Owner } from "./user-memory-write.ts";

/** The three columns of an owner, in the order of the table. */
export const ownerColumns = (owners: readonly Owner[]): Column[] => [
  texts(owners.map(({ tenantId }) => tenantId)),
  texts(owners.map(({ agentId }) => agentId)),
  texts(owners.map(({ userId }) => userId)),
];

/** Equal for equal owners. */
export const ownerKey = ({ tenantId, agentId, userId }: Owner): string =>
  scopeKey({ tenantId, agentId, userId });
