import { type Clock, errorMessage, type HealthReport, redact, throwIfAborted } from "@pergola/core";
import { readHealth } from "./read-health.ts";
import type { ResourceSlot } from "./resource-slot.ts";
import { withinLimit } from "./within-limit.ts";

/** How one resource is. */
export interface ResourceHealth extends HealthReport {
  readonly key: string;
  /** How long its answer took, in milliseconds. */
  readonly latencyMs: number;
}

/** How all of them are: as the worst of them. */
export interface ContainerHealth {
  readonly status: HealthReport["status"];
  /** In order of definition. */
  readonly resources: readonly ResourceHealth[];
}

export interface HealthOptions {
  readonly limitMs: number;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
}

/** Asks one. One that throws, or does not answer in time, is down. What it says is told without secrets. @throws the signal's reason */
export async function askHealth(slot: ResourceSlot, options: HealthOptions): Promise<ResourceHealth> {
  const { clock, signal } = options;
  const askedAt = clock.monotonic();
  const report = await reportOf(slot, options).catch((thrown: unknown): HealthReport => {
    throwIfAborted(signal);
    return { status: "down", message: errorMessage(thrown) };
  });
  return { key: slot.node.key, ...redact(report), latencyMs: clock.monotonic() - askedAt };
}

/** Asks all of them at once. @throws the signal's reason */
export async function askAllHealth(
  slots: readonly ResourceSlot[],
  options: HealthOptions,
): Promise<ContainerHealth> {
  throwIfAborted(options.signal);
  const resources = await Promise.all(slots.map((slot) => askHealth(slot, options)));
  const statuses = new Set(resources.map(({ status }) => status));
  return { status: statuses.has("down") ? "down" : statuses.has("degraded") ? "degraded" : "ok", resources };
}

async function reportOf(
  slot: ResourceSlot,
  { limitMs, clock, signal }: HealthOptions,
): Promise<HealthReport> {
  const { resource, status } = slot;
  if (resource === undefined) return { status: "down", message: `It is not started: it is ${status}.` };
  if (resource.health === undefined) return { status: "ok" };
  const onLimit = () => new Error(`It did not answer within ${limitMs} ms.`);
  const report = await withinLimit({ limitMs, clock, signal, onLimit }, (own) =>
    resource.health?.({ signal: own }),
  );
  return readHealth(report);
}
