import type { ProviderSource } from "./provider-source.ts";

/** Providers that come with this package and need no other one. They are loaded when somebody names one. */
export const builtInProviders: ProviderSource = {
  names: async (category) => (category === "storage" ? ["local"] : []),
  load: async (category, name) => {
    if (category !== "storage" || name !== "local") return undefined;
    const { localFiles } = await import("./fs/local-files.ts");
    return localFiles();
  },
};
