import { execFileSync } from "node:child_process";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { problemsOf, project, removeProjects, STEPS } from "./file-fixtures.test-helper.ts";
import { loadAgentConfig } from "./index.ts";

removeProjects();

const loaded = (directory: string, more = {}) =>
  loadAgentConfig(join(directory, "agent.yaml"), { env: {}, ...more });

const pipe = (path: string) => execFileSync("mkfifo", [path]);

describe.runIf(process.platform !== "win32")("what is no file", () => {
  it.each(["agent.yaml", "agent.json", "agent.mjs"])("is not waited for as %s", async (name) => {
    const directory = await project({});
    pipe(join(directory, name));
    await expect(loadAgentConfig(directory)).rejects.toMatchObject({
      code: "CONFIG_FILE_NOT_READ",
      message: expect.stringContaining("a pipe or a device"),
    });
  });

  it("is not waited for as what is extended", async () => {
    const directory = await project({ "agent.yaml": `extends: ./base.yaml\n${STEPS}` });
    pipe(join(directory, "base.yaml"));
    await expect(loaded(directory)).rejects.toMatchObject({ code: "CONFIG_FILE_NOT_READ" });
  });

  it("is neither waited for nor read without end as .env", async () => {
    const directory = await project({ "agent.yaml": STEPS });
    pipe(join(directory, "variables"));
    await symlink("/dev/zero", join(directory, ".env"));
    for (const more of [{}, { dotenv: "variables" }, { dotenv: ".env" }])
      await expect(loaded(directory, more)).rejects.toMatchObject({
        code: "CONFIG_FILE_NOT_READ",
        message: expect.stringContaining("a pipe or a device"),
      });
  });

  it("is no .env when it is a folder, unless that was asked for", async () => {
    const directory = await project({ "agent.yaml": STEPS });
    await mkdir(join(directory, ".env"));
    await loaded(directory);
    await expect(loaded(directory, { dotenv: ".env" })).rejects.toMatchObject({
      code: "CONFIG_FILE_NOT_READ",
    });
  });
});

describe("a file that is not written in UTF-8", () => {
  it.each([
    ["Latin-1", Buffer.from(`name: fine\ndescription: Gr\xfc\xdfe\n${STEPS}`, "latin1"), 2, 16],
    ["UTF-16", Buffer.from(`\ufeffname: fine\n${STEPS}`, "utf16le"), 1, 1],
    [
      "half a character",
      Buffer.concat([Buffer.from("description: "), Buffer.from("é").subarray(0, 1)]),
      1,
      14,
    ],
  ])("is told by its place, and nothing of it is guessed: %s", async (_, bytes, line, column) => {
    const directory = await project({});
    await writeFile(join(directory, "agent.yaml"), bytes);
    expect(await problemsOf(loaded(directory))).toMatchObject([
      {
        line,
        column,
        message: "The file is not written in UTF-8.",
        hint: expect.stringContaining("Save it"),
      },
    ]);
  });

  it("may hold the replacement character itself, and begin with a mark", async () => {
    const directory = await project({ "agent.yaml": `\ufeffdescription: a\ufffdb\n${STEPS}` });
    expect((await loaded(directory)).config.description).toBe("a\ufffdb");
  });
});

describe("a .env file", () => {
  it("may begin with a byte order mark", async () => {
    const directory = await project({
      "agent.yaml": `name: \${NAME}\n${STEPS}`,
      ".env": "\ufeffNAME=ada\r\nB=2\r\n",
    });
    expect((await loaded(directory)).config.name).toBe("ada");
  });

  it("in another encoding is told", async () => {
    const directory = await project({ "agent.yaml": STEPS });
    await writeFile(join(directory, ".env"), Buffer.from("\ufeffNAME=ada\n", "utf16le"));
    await expect(loaded(directory)).rejects.toMatchObject({
      code: "CONFIG_FILE_NOT_READ",
      message: expect.stringContaining("UTF-8"),
    });
  });
});
