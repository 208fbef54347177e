import { useSyncExternalStore } from "react";
import { useMediaQuery } from "../../ui/use-media-query.ts";

/** Changes when the colours of the page do. */
export function useThemeKey(): string {
  const isDark = useMediaQuery("(prefers-color-scheme: dark)");
  const chosen = useSyncExternalStore(onThemeChange, () => document.documentElement.dataset.theme);
  return chosen ?? (isDark ? "dark" : "light");
}

function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => observer.disconnect();
}
