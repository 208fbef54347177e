import type { ProviderFactory } from "@pergola/resources";
import { z } from "zod";

/** Provider `echo`: a model that needs neither key nor network. */
export function echo(): ProviderFactory<"llm"> {
  return {
    category: "llm",
    name: "echo",
    configSchema: z.strictObject({}),
    async create() {
      const { EchoChatModel } = await import("./echo-chat-model.ts");
      return new EchoChatModel({});
    },
  };
}
