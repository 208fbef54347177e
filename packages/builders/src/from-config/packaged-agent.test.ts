import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import type { ProviderFactory } from "@pergola/resources";
import { afterEach, beforeEach, expect, it } from "vitest";
import { z } from "zod";
import { Agent } from "../index.ts";

let project = "";
beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), "pergola-package-"));
});
afterEach(() => rm(project, { recursive: true, force: true }));

const said: ProviderFactory<"llm"> = {
  category: "llm",
  name: "said",
  configSchema: z.looseObject({}),
  create: async () => new ScriptedChatModel([{ text: "Good day." }]),
};
const providers = [said];
const YAML = "name: packaged\nresources: { llm: said }\nsteps: [{ step: llm }]\n";

async function put(path: string, text: string): Promise<void> {
  const file = join(project, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

const manifest = (pergola?: unknown) => JSON.stringify({ name: "support-agent", version: "1.0.0", pergola });

it.each([
  ["support-agent", "agent.yaml", undefined],
  ["@acme/support", "lib/support.yaml", { agent: "./lib/support.yaml" }],
])("an agent of the package %s is the file %s of it", async (name, file, pergola) => {
  await put(`node_modules/${name}/package.json`, manifest(pergola));
  await put(`node_modules/${name}/${file}`, YAML);
  await put("deep/inside/index.js", "");

  await using agent = await Agent.fromPackage(name, { from: join(project, "deep/inside"), providers });

  expect(agent.name).toBe("packaged");
  expect((await agent.chat("hi")).text).toBe("Good day.");
});

it("a package that is not installed is named, with the command that installs it", async () => {
  await expect(Agent.fromPackage("support-agent", { from: project })).rejects.toMatchObject({
    code: "AGENT_PACKAGE_NOT_FOUND",
    hint: "Install it: npm install support-agent",
  });
});

it.each(["../support", "/etc", "", "a/b/c", "node:fs", "@acme", "a\u0000b", ".."])(
  "%j is no name of a package",
  async (name) => {
    await put("package.json", manifest());
    await put("agent.yaml", YAML);
    await expect(Agent.fromPackage(name, { from: project, providers })).rejects.toMatchObject({
      code: "AGENT_PACKAGE_NOT_FOUND",
    });
  },
);

it.each([
  ["../../agent.yaml", "leads out"],
  ["./linked.yaml", "leads out"],
  ["/etc/passwd", "not a path inside"],
  ["./none.yaml", "no such file"],
  [7, "not a path inside"],
])("a package that names the agent %j is refused", async (agent, problem) => {
  await put("agent.yaml", YAML);
  await put("node_modules/support-agent/package.json", manifest({ agent }));
  await symlink(join(project, "agent.yaml"), join(project, "node_modules/support-agent/linked.yaml"));
  await expect(Agent.fromPackage("support-agent", { from: project, providers })).rejects.toMatchObject({
    code: "AGENT_PACKAGE_INVALID",
    message: expect.stringContaining(problem),
  });
});

it.each(["{", "3", "null"])("a package whose package.json is %j is refused", async (text) => {
  await put("node_modules/support-agent/package.json", text);
  await expect(Agent.fromPackage("support-agent", { from: project })).rejects.toMatchObject({
    code: "AGENT_PACKAGE_INVALID",
  });
});

it.each(["agent.yaml", "lib"])(
  "a package whose folder has a link called agent out of it is refused: %s",
  async (path) => {
    await put("agent.yaml", YAML);
    await put(
      "node_modules/support-agent/package.json",
      manifest(path === "lib" ? { agent: "lib" } : undefined),
    );
    await put("node_modules/support-agent/lib/index.js", "");
    const link = path === "lib" ? "lib/agent.yaml" : path;
    await symlink(join(project, "agent.yaml"), join(project, "node_modules/support-agent", link));
    await expect(Agent.fromPackage("support-agent", { from: project, providers })).rejects.toMatchObject({
      code: "AGENT_PACKAGE_INVALID",
      message: expect.stringContaining("leads out"),
    });
  },
);

it("a package.json that is a pipe is not waited for", async () => {
  await put("node_modules/support-agent/agent.yaml", YAML);
  execFileSync("mkfifo", [join(project, "node_modules/support-agent/package.json")]);
  await expect(Agent.fromPackage("support-agent", { from: project })).rejects.toMatchObject({
    code: "AGENT_PACKAGE_INVALID",
  });
});

it.each([undefined, null, 7, {}, ""])("%j is no path of an agent", async (path) => {
  await expect(Agent.fromDirectory(path as never)).rejects.toMatchObject({
    code: "AGENT_DIRECTORY_NOT_FOUND",
  });
  await expect(Agent.fromConfig(path as never)).rejects.toMatchObject({ code: "CONFIG_FILE_NOT_READ" });
  await expect(Agent.fromPackage(path as never)).rejects.toMatchObject({ code: "AGENT_PACKAGE_NOT_FOUND" });
});

it("a module that never ends loading is left when the signal fires", async () => {
  await put("agent.mjs", "await new Promise(() => {}); export default {};");
  const stop = new AbortController();
  const reason = new Error("enough");
  const loading = Agent.fromConfig(join(project, "agent.mjs"), { signal: stop.signal });
  setImmediate(() => stop.abort(reason));
  await expect(loading).rejects.toBe(reason);
});

it("an agent of a directory is the file called agent in it", async () => {
  await put("support/agent.yaml", YAML);
  await using agent = await Agent.fromDirectory(join(project, "support"), { providers });
  expect(agent.name).toBe("packaged");
});

it.each(["none", "support/agent.yaml"])("%s is no directory of an agent", async (path) => {
  await put("support/agent.yaml", YAML);
  await expect(Agent.fromDirectory(join(project, path))).rejects.toMatchObject({
    code: "AGENT_DIRECTORY_NOT_FOUND",
  });
});
