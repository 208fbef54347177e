import {
  type BreakerSnapshot,
  bindStorage,
  guardStorage,
  type RunBinding,
  type Storage,
  type StorageCall,
  type StorageHandle,
  tellResourceUsed,
} from "@pergola/resources";
import type { AgentResources } from "../resources/agent-resources.ts";

/** A storage for a run: its user's files, behind the breaker that all runs share. */
export function storageOfRun(key: string, resources: AgentResources, binding: RunBinding): StorageHandle {
  const storage = resources.require(key) as Storage;
  const onChange = (snapshot: BreakerSnapshot) => tell(key, snapshot, binding);
  const onCall = (call: StorageCall) => tellResourceUsed({ resource: key, ...call }, binding);
  const guarded = guardStorage(storage, { breaker: resources.breakers.get(key), onChange, onCall });
  return bindStorage(guarded, binding);
}

function tell(resource: string, snapshot: BreakerSnapshot, { logger, emit, runId, step }: RunBinding): void {
  const fields = { ...snapshot, resource, runId };
  if (snapshot.state === "open")
    logger.warn("A storage keeps failing, and is left alone for a while.", fields);
  else logger.info(`The breaker of a storage is ${snapshot.state}.`, fields);
  emit({ type: "breaker-changed", ...snapshot, resource, ...(step !== undefined && { step }) });
}
