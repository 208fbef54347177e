import type { CloseFailure } from "./container-errors.ts";
import type { ResourceSlot } from "./resource-slot.ts";

/** Closes one after the other, the last started one first; what fails does not stop the others. */
export async function closeInReverse(slots: readonly ResourceSlot[]): Promise<readonly CloseFailure[]> {
  const failures: CloseFailure[] = [];
  for (const slot of slots.toReversed()) failures.push(...(await slot.close()));
  return failures;
}
