import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { published } from "../repo/workspace.test-helper.ts";

const run = promisify(execFile);

/** Runs code in a process of its own that has the built packages, as their users have them. */
async function printed(code: string): Promise<string> {
  const folder = join(import.meta.dirname, "..");
  const { stdout } = await run(process.execPath, ["--input-type=module", `--eval=${code}`], { cwd: folder });
  return stdout;
}

const entries = published
  .filter(({ folder }) => folder.startsWith("packages/"))
  .flatMap(({ manifest }) =>
    Object.keys(manifest.exports ?? {}).map((entry) => `${manifest.name}${entry.slice(1)}`),
  );

test("every class has in the built packages the name that it is exported under", async () => {
  const code = `
    const found = [];
    for (const entry of ${JSON.stringify(entries)}) {
      const exported = await import(entry).catch(() => ({}));
      for (const [name, value] of Object.entries(exported))
        if (typeof value === "function" && /^class\\b/.test(Function.prototype.toString.call(value)))
          found.push([entry, name, value.name]);
    }
    console.log(JSON.stringify(found));`;
  const found = JSON.parse(await printed(code)) as [string, string, string][];
  expect(found.map(([, name]) => name)).toEqual(
    expect.arrayContaining(["Agent", "AgentBuilder", "AgentConfig"]),
  );
  expect(found.filter(([, name, own]) => name !== own)).toEqual([]);
});

test("console.log of a built agent, builder and prompt names them, and shows no secret", async () => {
  const code = `
    const { createAgent } = await import("@pergola/builders");
    const builder = createAgent({ name: "helper" }).withLlm("offline", { apiKey: "plum-tree-in-spring" });
    const agent = await createAgent({ name: "helper" }).withStep("custom", { step: () => undefined }).build();
    console.log(builder, agent, agent.prompt(), agent.definition);
    await agent.close();`;
  const text = await printed(code);
  expect(text).toMatch(/^AgentBuilder \{.+Agent \{\n {2}name: 'helper'.+Prompt \{.*AgentConfig \{/s);
  expect(text).not.toMatch(/plum|_Agent|_Prompt/);
});
