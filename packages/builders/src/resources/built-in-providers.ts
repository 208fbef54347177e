import type { ProviderSource } from "@pergola/resources";

/** Providers that come with Pergola and need no package of their own. They are loaded when somebody names one. */
export const builtInProviders: ProviderSource = {
  names: async (category) => (category === "storage" ? ["local"] : []),
  load: async (category, name) => {
    if (category !== "storage" || name !== "local") return undefined;
    const { localFiles } = await import("@pergola/resources/fs");
    return localFiles();
  },
};
