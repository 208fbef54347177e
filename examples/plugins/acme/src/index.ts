// #region plugin
import type { BaseMessage } from "@langchain/core/messages";
import { definePlugin, type ProviderFactory } from "@pergola/plugins";
import { z } from "zod";

const configSchema = z.strictObject({
  model: z.string().default("acme-small"),
  baseURL: z.url().default("https://api.acme.example/v1"),
  apiKey: z.string(),
});

const acme: ProviderFactory<"llm"> = {
  category: "llm",
  name: "acme",
  configSchema,
  async create(config) {
    const { model, baseURL, apiKey } = configSchema.parse(config);
    // What is heavy is imported here, so that importing this file stays light.
    const { SimpleChatModel } = await import("@langchain/core/language_models/chat_models");
    class AcmeModel extends SimpleChatModel {
      _llmType() {
        return "acme";
      }
      async _call(messages: BaseMessage[], { signal }: this["ParsedCallOptions"]) {
        const said = messages.map((message) => ({ role: message.getType(), text: message.text }));
        const response = await fetch(`${baseURL}/answer`, {
          method: "POST",
          headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
          body: JSON.stringify({ model, messages: said }),
          signal,
        });
        // An error with a status is mapped to a coded one, and retried where that may help.
        if (!response.ok) throw Object.assign(new Error(await response.text()), { status: response.status });
        return ((await response.json()) as { text: string }).text;
      }
    }
    return new AcmeModel({});
  },
};

const contributes = { providers: [acme] };
export const plugin = definePlugin({ name: "pergola-acme", version: "1.0.0", contributes });
// #endregion
