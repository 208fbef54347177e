import { type ComponentType, useState } from "react";
import type { CommandPaletteProps } from "./command-palette.tsx";

/**
 * The command palette, loaded when it is first asked for. If it can't be loaded (the server is away), nothing
 * opens and the next try loads it again.
 */
export function useCommandPalette() {
  const [Palette, setPalette] = useState<ComponentType<CommandPaletteProps>>();
  const close = () => setPalette(undefined);
  const open = async () => {
    const loaded = await import("./command-palette.tsx").catch(() => undefined);
    if (loaded) setPalette(() => loaded.CommandPalette);
  };
  const toggle = () => (Palette ? close() : void open());
  return { Palette, close, toggle };
}
