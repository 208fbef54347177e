import type { CloseFailure } from "./container-errors.ts";
import type { ResourceSlot } from "./resource-slot.ts";
import type { ResourceListener } from "./resource-state.ts";

/**
 * Closes one after the other, the last started one first; what fails does not stop the others.
 *
 * @param holder whose they are: what others hold too stays open. Default: nobody else does
 */
export async function closeInReverse(
  slots: readonly ResourceSlot[],
  holder?: ResourceListener,
): Promise<readonly CloseFailure[]> {
  const failures: CloseFailure[] = [];
  for (const slot of slots.toReversed())
    failures.push(...(await (holder === undefined ? slot.close() : slot.letGo(holder))));
  return failures;
}
