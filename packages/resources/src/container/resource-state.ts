import type { ErrorData } from "@pergola/core";

/** `failed` is one whose start, or whose close, did not succeed; it can be started again like one that is `idle` or `closed`. */
export type ResourceStatus = "idle" | "starting" | "ready" | "closing" | "closed" | "failed";

/** A resource as logs and pages show it. */
export interface ResourceState {
  /** Its key. */
  readonly name: string;
  readonly category: string;
  readonly state: ResourceStatus;
  /** When it was last handed out or its last piece of work ended, in epoch milliseconds. */
  readonly lastUsedAt?: number;
  /** Pieces of work that it is lent to right now (`use`), if any. */
  readonly inFlight?: number;
  /** Why it is `failed`. */
  readonly error?: ErrorData;
}

/** A resource is in another state than before. */
export interface ResourceChanged extends ResourceState {
  readonly type: "resource-changed";
  readonly from: ResourceStatus;
  /** Epoch milliseconds. */
  readonly at: number;
}

export type ResourceListener = (event: ResourceChanged) => void;
