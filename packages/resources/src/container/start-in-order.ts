import { closeInReverse } from "./close-in-reverse.ts";
import type { CloseFailure, StartFailure } from "./container-errors.ts";
import type { ResourceDependencies } from "./resource-definition.ts";
import type { ResourceSlot } from "./resource-slot.ts";

/** A start that came to nothing: everything is closed again. */
export interface StoppedStart {
  /** Missing when it was stopped between two resources. */
  readonly failure?: StartFailure;
  readonly closeFailures: readonly CloseFailure[];
}

/** Starts one after the other. The first failure, or the signal, closes what was started. */
export async function startInOrder(
  order: readonly ResourceSlot[],
  dependenciesOf: (slot: ResourceSlot) => ResourceDependencies,
  signal: AbortSignal,
): Promise<StoppedStart | undefined> {
  for (const [count, slot] of order.entries()) {
    const failure = signal.aborted ? undefined : await slot.start(dependenciesOf(slot), signal);
    if (failure === undefined && !signal.aborted) continue;
    const started = order.slice(0, count + 1);
    const closeFailures = [...(failure?.closeFailures ?? []), ...(await closeInReverse(started))];
    return { ...(failure !== undefined && { failure }), closeFailures };
  }
  return undefined;
}
