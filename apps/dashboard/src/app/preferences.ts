import { createStoredValue } from "../ui/stored-value.ts";

/** `open` or `closed`. */
export const debugPanelPreference = createStoredValue("pergola.debug", "closed");

/** `wide` (icons and words) or `narrow` (icons). */
export const railPreference = createStoredValue("pergola.rail", "narrow");

/** The text of the last notice that was dismissed. */
export const dismissedNotice = createStoredValue("pergola.dismissed-notice", "");

/** Opens or closes the debug panel. */
export function toggleDebugPanel(): void {
  debugPanelPreference.set(debugPanelPreference.get() === "open" ? "closed" : "open");
}
