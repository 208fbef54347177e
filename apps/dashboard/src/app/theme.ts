import { createStoredValue } from "../ui/stored-value.ts";

/** `system` follows the machine. */
export type Theme = "system" | "light" | "dark";

/** The chosen theme. `public/theme.js` reads the same key before the first paint. */
export const themePreference = createStoredValue("pergola.theme", "system");

/** Chooses a theme, now and for the next visits. */
export function setTheme(theme: Theme): void {
  themePreference.set(theme);
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

/** Any stored text as a theme. */
export function toTheme(value: string): Theme {
  return value === "light" || value === "dark" ? value : "system";
}
