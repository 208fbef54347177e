import type { LoadAgentConfigOptions, LoadedAgentConfig } from "@pergola/config/file";
import { fileSignature } from "./file-signatures.ts";

/** Reads the file once. @param seen gets what each file was before it was read */
export type LoadConfig = (
  seen: Map<string, string | undefined>,
  options: Pick<LoadAgentConfigOptions, "previous" | "signal">,
) => Promise<LoadedAgentConfig>;

export function createLoadConfig(file: string, given: LoadAgentConfigOptions): LoadConfig {
  return async (seen, options) => {
    const { loadAgentConfig } = await import("@pergola/config/file");
    const onFile = (path: string) => {
      if (!seen.has(path)) seen.set(path, fileSignature(path));
      given.onFile?.(path);
    };
    return loadAgentConfig(file, { ...given, ...options, onFile });
  };
}
