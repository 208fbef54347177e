import { existsSync } from "node:fs";
import { join } from "node:path";
import { createAgent } from "@pergola/builders";
import { createVirtualClock } from "@pergola/core/testing";
import { createPluginManager } from "@pergola/plugins";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { type HostileProject, hostileProject } from "./hostile-project.test-helper.ts";

/** What each of them comes to, before and after its code was asked for. */
const FOUND = {
  "circle-a": "PLUGIN_CYCLE",
  "circle-b": "PLUGIN_CYCLE",
  huge: "PLUGIN_MANIFEST_TOO_LARGE",
  leaves: "PLUGIN_MANIFEST_INVALID",
  linked: "PLUGIN_ENTRY_ESCAPES",
  "no-json": "PLUGIN_MANIFEST_INVALID",
  pollutes: "PLUGIN_MANIFEST_INVALID",
  "too-new": "PLUGIN_INCOMPATIBLE",
  twice: "PLUGIN_SHADOWED",
};
const LOADED = {
  "bad-export": "PLUGIN_BAD_EXPORT",
  hangs: "PLUGIN_LOAD_TIMEOUT",
  throws: "PLUGIN_LOAD_FAILED",
};

let project: HostileProject;
beforeAll(async () => {
  project = await hostileProject();
});
afterAll(() => project[Symbol.asyncDispose]());

const managerOf = (clock = createVirtualClock()) => {
  const manager = createPluginManager({ cwd: project.folder, userFolder: false, clock, loadTimeoutMs: 500 });
  onTestFinished(() => manager.close());
  return { manager, clock };
};

const codes = (diagnostics: readonly { readonly plugin?: string; readonly code: string }[]) =>
  Object.fromEntries(diagnostics.map(({ plugin, code }) => [plugin, code]).sort());

test("each defect has a diagnostic of its own, and nothing has run", async () => {
  const { manager } = managerOf();
  await manager.discover();
  expect(codes(manager.diagnostics())).toEqual(FOUND);
  expect(manager.diagnostics()).toHaveLength(Object.keys(FOUND).length);
  for (const { file, message, hint } of manager.diagnostics()) {
    expect(file?.startsWith(project.folder), message).toBe(true);
    if (hint === undefined) expect(message).toContain("expected");
  }
  expect(existsSync(join(project.folder, "written"))).toBe(false);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test("who asks for one of them hears what is wrong with it, and all others work before and after", async () => {
  const { manager, clock } = managerOf();
  const answer = async (name: string) => {
    await using agent = await createAgent({}, { sources: [manager] })
      .withLlm(name)
      .start();
    return (await agent.chat("Hello.")).text;
  };
  for (const name of [...Object.keys(FOUND), ...Object.keys(LOADED)].filter((each) => each !== "twice")) {
    expect(await answer("good")).toBe("good");
    const asked = createAgent({}, { sources: [manager] })
      .withLlm(name)
      .build();
    const told = expect(asked, name).rejects.toMatchObject({ code: "INVALID_AGENT_CONFIG" });
    if (name === "hangs") {
      await vi.waitUntil(() => clock.pendingTimers > 0);
      await clock.advance(500);
    }
    await told;
    const { message } = await asked.then(
      () => new Error("built"),
      (error: Error) => error,
    );
    expect(message, name).not.toContain("No llm provider is named");
  }
  expect(await answer("twice")).toBe("twice");
  expect(codes(manager.diagnostics())).toEqual({ ...FOUND, ...LOADED });
  expect(existsSync(join(project.folder, "written"))).toBe(false);
});

test("what writes a file when it is imported writes it when it is used, not when others are", async () => {
  const { manager } = managerOf();
  const written = join(project.folder, "written");
  await using good = await createAgent({}, { sources: [manager] })
    .withLlm("good")
    .start();
  expect((await good.chat("Hello.")).text).toBe("good");
  expect(existsSync(written)).toBe(false);
  await using writes = await createAgent({}, { sources: [manager] })
    .withLlm("writes")
    .start();
  expect((await writes.chat("Hello.")).text).toBe("writes");
  expect(existsSync(written)).toBe(true);
});

test("an agent that is given nothing finds the one that is well in its working directory", async () => {
  vi.spyOn(process, "cwd").mockReturnValue(project.folder);
  onTestFinished(() => void vi.restoreAllMocks());
  await using agent = await createAgent().withLlm("good").start();
  expect((await agent.chat("Hello.")).text).toBe("good");
  const other = createAgent().withLlm("goood").build();
  await expect(other).rejects.toThrow(/Did you mean "good"\?/);
});
