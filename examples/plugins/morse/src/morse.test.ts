import { join } from "node:path";
import { stepStrategyContract } from "@pergola/core-steps/testing";
import { pluginContract } from "@pergola/plugins/testing";
import { morseStep, plugin } from "./index.ts";

pluginContract({
  plugin,
  directory: join(import.meta.dirname, ".."),
  providers: { "tts/morse": { config: { dotMs: 40 }, wrong: { dotMs: "long" } } },
});

stepStrategyContract({
  strategy: morseStep,
  cases: { "a text": { config: { from: "text", as: "code" }, state: { text: "Help us" } } },
  skip: { stop: "it does not wait" },
});
