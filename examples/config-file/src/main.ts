// An agent that is a YAML file. Runs without network; asserts its own result.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
// #region load
import { AgentBuilderDirector } from "@pergola/builders";
import { diffAgentConfig, loadAgentConfig, parseAgentConfig } from "@pergola/config/file";
import { offline } from "@pergola/llm-offline";
import { calculator } from "@pergola/tools";

// #endregion
const file = fileURLToPath(new URL("../agent.yaml", import.meta.url));
// #region load
const given = { providers: [offline()], tools: [calculator()] };
const loaded = await loadAgentConfig(file, { ...given, dotenv: false });
const agent = await new AgentBuilderDirector(loaded.config, { env: loaded.env }).build();
// #endregion
const { text } = await agent.chat("What is 12 * 7?", { userId: "ada", sessionId: "sums" });
await agent.close();
console.log(`${loaded.config.name} ${loaded.config.version}: ${text}`);
assert.match(text, /84/);
assert.deepEqual(
  loaded.config.tools.map(({ name }) => name),
  ["calculator", "opening_hours"],
);

// What a reload would change: the rounds at once; another tool needs a restart.
const edited = await loadAgentConfig(file, { ...given, dotenv: false, env: { ROUNDS: "5" } });
const { parameters, topology } = diffAgentConfig(loaded.config, edited.config);
assert.deepEqual(parameters, [{ path: ["steps", 0, "maxIterations"], from: 3, to: 5 }]);
assert.deepEqual(topology, []);

// Defects come all at once, each with its place.
await assert.rejects(
  parseAgentConfig("nmae: x\nlimits: { timeoutMs: soon }\nsteps: [{ step: llm }]\n", { format: "yaml" }),
  (error: Error) => {
    console.log(error.message);
    return (
      /agent\.yaml:1:1 nmae/.test(error.message) && /agent\.yaml:2:22 limits\.timeoutMs/.test(error.message)
    );
  },
);
console.log("config-file: ok");
