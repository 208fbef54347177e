import { createHash } from "node:crypto";
import { createScope, type Scope } from "@pergola/core";

/** Ids that are their own folder: every file system keeps them apart, none gives them a meaning. */
const PLAIN_ID = /^[a-z0-9][a-z0-9_-]{0,47}$/;
const DEVICE = /^(?:con|prn|aux|nul|(?:com|lpt)[0-9])$/;
const READABLE_CHARACTERS = 24;

/** The folders of a user, outermost first: tenant, agent, user. The session plays no part. */
export function ownerFolders(scope: Scope): readonly [tenant: string, agent: string, user: string] {
  const { tenantId, agentId, userId } = createScope(scope);
  return [folderOfId(tenantId), folderOfId(agentId), folderOfId(userId)];
}

/**
 * The folder of an id: a plain short one itself, any other one `readable~hash`, where the hash (SHA-256 of the id as
 * UTF-8) makes the difference and the readable part only helps people. A plain id has no `~`.
 */
export function folderOfId(id: string): string {
  if (PLAIN_ID.test(id) && !DEVICE.test(id)) return id;
  const readable = id
    .slice(0, READABLE_CHARACTERS)
    .replace(/[^A-Za-z0-9]+/g, "-")
    .toLowerCase();
  return `${readable}~${createHash("sha256").update(id, "utf8").digest("hex")}`;
}
