// #region contract
import { join } from "node:path";
import { pluginContract } from "@pergola/plugins/testing";
import { plugin } from "./index.ts";

pluginContract({
  plugin,
  directory: join(import.meta.dirname, ".."),
  providers: {
    "llm/acme": { config: { model: "acme-large" }, env: { PERGOLA_LLM__ACME_API_KEY: "key" } },
  },
});
// #endregion
