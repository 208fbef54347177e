// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of config files
import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { messagesOf, problemsOf, project, removeProjects, STEPS, yaml } from "./file-fixtures.test-helper.ts";
import { loadAgentConfig } from "./index.ts";

removeProjects();

const load = (directory: string, more = {}) =>
  loadAgentConfig(directory, { env: {}, dotenv: false, ...more });

describe("a file that extends another", () => {
  it("goes over it: maps key by key, everything else as a whole, null takes away", async () => {
    const directory = await project({
      "package.json": "{}",
      "agent.yaml":
        "extends: ./base/team.yaml\nname: mine\nlimits: { maxIterations: 9 }\nllm: { temperature: 0 }\ndescription:\nsteps: [{ step: llm, as: x }]\n",
      "base/team.yaml": "extends: ../root.json\nlimits: { timeoutMs: 5 }\ndescription: ${NOT_SET}\n",
      "root.json":
        '{"name":"root","version":"1.0.0","limits":{"maxIterations":1,"maxToolCalls":2},"llm":{"provider":"offline"},"steps":[{"step":"llm"},{"step":"llm"}]}',
    });
    const { config, files } = await load(directory);
    expect(config).toMatchObject({
      name: "mine",
      version: "1.0.0",
      limits: { maxIterations: 9, maxToolCalls: 2, timeoutMs: 5 },
      llm: { provider: "offline", temperature: 0 },
      steps: [{ step: "llm", config: { as: "x" } }],
    });
    expect(config.description).toBeUndefined();
    expect(files).toEqual(["agent.yaml", "base/team.yaml", "root.json"].map((name) => join(directory, name)));
  });

  it("has each defect in the file that it stands in", async () => {
    const directory = await project({
      "package.json": "{}",
      "agent.yaml": `extends: ./base.yaml\nlimits: { maxIterations: x }\n${STEPS}`,
      "base.yaml": "\nlimits: { maxToolCalls: y }\n",
    });
    const problems = await problemsOf(load(directory));
    expect(problems.map(({ file, line }) => [file.slice(directory.length), line])).toEqual([
      ["/agent.yaml", 2],
      ["/base.yaml", 2],
    ]);
  });

  it("in a circle is told with the way", async () => {
    const directory = await project({
      "package.json": "{}",
      "agent.yaml": `extends: ./a.yaml\n${STEPS}`,
      "a.yaml": "extends: ./b.yaml",
      "b.yaml": "name: b\nextends: ./a.yaml",
    });
    const [problem] = await problemsOf(load(directory));
    expect(problem).toMatchObject({
      line: 2,
      message: "`extends` goes in a circle: a.yaml → b.yaml → a.yaml.",
    });
    expect(problem?.file).toContain("b.yaml");
  });

  it("through too many is refused", async () => {
    const files = Array.from({ length: 20 }, (_, index) => [
      `b${index}.yaml`,
      `extends: ./b${index + 1}.yaml`,
    ]);
    const directory = await project({
      "package.json": "{}",
      "agent.yaml": `extends: ./b0.yaml\n${STEPS}`,
      ...Object.fromEntries(files),
    });
    expect(await messagesOf(load(directory))).toEqual(["`extends` goes through more than 10 files."]);
  });

  it("stays in its project, by links too, unless it is asked to leave", async () => {
    const outside = await project({ "package.json": "{}", "base.yaml": "name: outside" });
    const directory = await project({
      "package.json": "{}",
      "up.yaml": `extends: ../${outside.split("/").at(-1)}/base.yaml\n${STEPS}`,
      "link.yaml": `extends: ./linked.yaml\n${STEPS}`,
      "absolute.yaml": `extends: ${outside}/base.yaml\n${STEPS}`,
      "address.yaml": `extends: file://${outside}/base.yaml\n${STEPS}`,
      "device.yaml": `extends: ../../../../../../dev/zero\n${STEPS}`,
    });
    await symlink(join(outside, "base.yaml"), join(directory, "linked.yaml"));
    for (const name of ["up", "link"]) {
      const path = join(directory, `${name}.yaml`);
      expect(await messagesOf(load(path))).toEqual(["`extends` leads out of the project."]);
      expect((await load(path, { roots: [outside] })).config.name).toBe("outside");
    }
    for (const name of ["absolute", "address"])
      expect(await messagesOf(load(join(directory, `${name}.yaml`), { roots: [outside] }))).toEqual([
        "`extends` is an absolute path or an address.",
      ]);
    expect(await messagesOf(load(join(directory, "device.yaml"), { roots: ["/dev"] }))).toEqual([
      "`extends` leads to a file that is no config.",
    ]);
  });

  it("may name a package, or a file in one", async () => {
    const directory = await project({
      "package.json": "{}",
      "agent.yaml": `extends: "@acme/agents/strict.yaml"\n${STEPS}`,
      "main.yaml": `extends: plain-agent\n${STEPS}`,
      "missing.yaml": `extends: not-there\n${STEPS}`,
      "node_modules/@acme/agents/package.json": '{"name":"@acme/agents"}',
      "node_modules/@acme/agents/strict.yaml": "extends: ./lib/deep.yaml\nlimits: { maxToolCalls: 1 }",
      "node_modules/@acme/agents/lib/deep.yaml": "name: deep",
      "node_modules/plain-agent/package.json": '{"name":"plain-agent","main":"agent.json"}',
      "node_modules/plain-agent/agent.json": '{"name":"plain"}',
    });
    expect((await load(directory)).config).toMatchObject({ name: "deep", limits: { maxToolCalls: 1 } });
    expect((await load(join(directory, "main.yaml"))).config.name).toBe("plain");
    expect(await problemsOf(load(join(directory, "missing.yaml")))).toMatchObject([
      { line: 1, column: 10, hint: "Install it, or write ./not-there for a file beside this one." },
    ]);
  });

  it.each([
    ["[a, b]", "`extends` is no text."],
    ["./not-there.yaml", '`extends` names "./not-there.yaml", which cannot be read (ENOENT).'],
    ["./${NAME}.yaml", "`extends` has a variable in it."],
  ])("by %s says what is wrong", async (target, message) => {
    const directory = await project({ "agent.yaml": `extends: ${target}\n${STEPS}` });
    expect(await messagesOf(load(directory))).toEqual([message]);
  });

  it("as a text that is no file extends nothing", async () => {
    expect(await messagesOf(yaml(`extends: ./a.yaml\n${STEPS}`))).toEqual([
      "A text that is no file extends nothing.",
    ]);
  });
});

describe("the path of a config", () => {
  it("is a file or a directory that has one", async () => {
    const directory = await project({
      "one/agent.json": '{"steps":[{"step":"llm"}]}',
      "two/agent.json": "{}",
      "two/agent.yaml": "",
      "none/other.txt": "",
    });
    expect((await load(join(directory, "one"))).config.steps).toHaveLength(1);
    const refused = { code: "CONFIG_FILE_NOT_READ" };
    await expect(load(join(directory, "two"))).rejects.toMatchObject({
      ...refused,
      message: expect.stringContaining("agent.yaml and agent.json"),
    });
    await expect(load(join(directory, "none"))).rejects.toMatchObject(refused);
    await expect(load(join(directory, "none/other.txt"))).rejects.toMatchObject(refused);
    await expect(load(join(directory, "nowhere"))).rejects.toMatchObject(refused);
    await expect(load(join(directory, "one"), { limits: { maxBytes: 3 } })).rejects.toMatchObject(refused);
    await expect(load(join(directory, "one"), { dotenv: "missing.env" })).rejects.toMatchObject(refused);
  });

  it("is not read for a signal that has fired", async () => {
    const directory = await project({ "agent.yaml": STEPS });
    const reason = new Error("enough");
    await expect(load(directory, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});
