// An agent with a step type of a plugin, and the plugin's speech. Runs without network; asserts its own result.
import assert from "node:assert/strict";
import { AgentBuilder } from "@pergola/builders";
import { createPluginManager } from "@pergola/plugins";
import { z } from "zod";
import { plugin } from "./index.ts";

const agent = await new AgentBuilder(z.object({ text: z.string(), code: z.string().optional() }))
  .withPlugin(plugin)
  .withStep("morse", { from: "text", as: "code" })
  .build();
const { code } = await agent.run({ text: "Help us" });
await agent.close();
console.log(code);

const plugins = createPluginManager();
await plugins.register(plugin);
const speaker = await plugins.createProvider("tts", "morse", { dotMs: 50 });
const sound = await speaker.say("SOS");
await plugins.close();

assert.equal(code, ".... . .-.. .--. / ..- ...");
// 28 lengths of a dot, of 400 samples each.
assert.equal(sound.length, 44 + (6 * 2 + 3 * 4 + 2 * 2) * 400);
console.log("morse: ok");
