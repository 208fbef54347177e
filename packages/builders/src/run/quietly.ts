import type { EmitRunEvent, RunEvent } from "@pergola/core";

/** A listener from outside that cannot harm the run: what it throws, or rejects with, is its own affair. */
export function quietly(emit: EmitRunEvent): (event: RunEvent) => void | Promise<void> {
  return (event) => {
    try {
      return emit(event)?.catch(() => undefined);
    } catch {
      return undefined;
    }
  };
}
