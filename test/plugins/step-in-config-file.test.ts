import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Agent } from "@pergola/builders";
import { createPluginManager } from "@pergola/plugins";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";

const MANIFEST = {
  name: "loud",
  version: "1.0.0",
  contributes: { steps: ["shout"], tools: ["bell"] },
  entry: "./index.mjs#plugin",
  engines: { pergola: ">=0.0.0" },
};

const CODE = `
import { z } from "zod";
const shout = {
  name: "shout",
  configSchema: z.strictObject({ text: z.string(), times: z.int().default(1) }),
  nodeName: (index) => \`shout_step_\${index}\`,
  needs: () => ({ messages: true }),
  createStep: ({ text, times }) => () => ({ messages: [{ role: "assistant", content: (text.toUpperCase() + "!").repeat(times) }] }),
};
const bell = { name: "bell", description: "Rings a bell.", input: z.object({}), execute: () => "rung" };
export const plugin = { name: "loud", version: "1.0.0", contributes: { steps: [shout], tools: [bell] } };
`;

let folder = "";
beforeAll(async () => {
  // Beside this file, so that the plugin finds zod the way Node looks for it.
  folder = await mkdtemp(join(import.meta.dirname, ".project-"));
  await mkdir(join(folder, "plugins/loud"), { recursive: true });
  await writeFile(join(folder, "plugins/loud/plugin.json"), JSON.stringify(MANIFEST));
  await writeFile(join(folder, "plugins/loud/index.mjs"), CODE);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** An agent of a config file in that project. */
async function agentOf(steps: string, above = "") {
  const manager = createPluginManager({ cwd: folder, userFolder: false });
  onTestFinished(() => manager.close());
  const file = join(folder, "agent.yaml");
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `name: loud\n${above}steps:\n${steps}`);
  return Agent.fromConfig(file, { sources: [manager] });
}

test("a config file names a step type of an installed plugin", async () => {
  await using agent = await agentOf("  - step: shout\n    text: hello\n    times: 2\n");
  expect((await agent.chat("Say hello.")).text).toBe("HELLO!HELLO!");
});

test("a config file names a tool of an installed plugin", async () => {
  await using agent = await agentOf("  - step: shout\n    text: hello\n", "tools: [bell]\n");
  expect(agent.definition.tools.map(({ name }) => name)).toEqual(["bell"]);
  await expect(agentOf("  - step: shout\n    text: hello\n", "tools: [bel]\n")).rejects.toMatchObject({
    code: "CONFIG_FILE_INVALID",
    message: expect.stringContaining('No tool is called "bel".'),
  });
});

test("a wrong option of it, and a misspelled type, are told with their places in the file", async () => {
  const steps = "  - step: shout\n    text: hello\n    tmes: 2\n  - step: shuot\n    text: hello\n";
  await expect(agentOf(steps)).rejects.toMatchObject({
    code: "CONFIG_FILE_INVALID",
    message: expect.stringMatching(
      /yaml:5:5 .*"tmes"\. Did you mean "times"\?.*\n.*yaml:6:11 .*shuot\. Did you mean "shout"\? Known: [^.]*parallel, [^.]*shout, [^.]*tool,/,
    ),
  });
});
