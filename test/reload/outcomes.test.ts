import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Agent, type ConfigReload } from "@pergola/builders";
import { type LogFields, REDACTED } from "@pergola/core";
import { openai } from "@pergola/llm-openai";
import type { ModelConfig } from "@pergola/resources";
import type { VendorRequest } from "@pergola/resources/testing";
import { describe, expect, it } from "vitest";
import { folder, sentValues, watchedAgent } from "./watched-agent.test-helper.ts";

const SECRET = "sk-0123456789abcdefghij";

const text = (
  more: { temperature?: unknown; system?: string; steps?: string; top?: string } = {},
) => `name: helper
llm: { provider: openai, model: m, baseURL: "\${VENDOR}", apiKey: "\${KEY}", temperature: ${more.temperature ?? 0} }
${more.top ?? ""}
steps:
  - step: llm
    systemPrompt: ${more.system ?? "Be brief."}
${more.steps ?? ""}`;

const env = { KEY: SECRET };
const last = (requests: readonly VendorRequest[]) => sentValues(requests.at(-1) as VendorRequest);

describe("a save", () => {
  it("that changes a parameter is live in the next turn, and told with what has changed", async () => {
    await using watched = await watchedAgent({ text: text(), env });
    const { agent, vendor } = watched;
    await agent.chat("one");
    expect(last(vendor.requests).temperature).toBe(0);
    expect(await watched.save(text({ temperature: 1, system: "Be kind." }))).toEqual({
      outcome: "reloaded",
      changes: [
        { path: ["llm", "temperature"], from: 0, to: 1 },
        { path: ["steps", 0, "systemPrompt"], from: "Be brief.", to: "Be kind." },
      ],
    });
    await agent.chat("two");
    expect(last(vendor.requests)).toEqual({ model: "m", temperature: 1, key: SECRET, system: "Be kind." });
    expect(agent.definition.llm).toMatchObject({ temperature: 1 });
  });

  it("that changes what the agent is built of is refused with the list of changes, without secrets", async () => {
    await using watched = await watchedAgent({ text: text(), env });
    const { agent, vendor } = watched;
    const refused = await watched.save(
      text({ temperature: 1, steps: "  - { step: llm, as: more }\n", top: "tools: [calculator]" }),
    );
    expect(refused).toMatchObject({
      outcome: "refused",
      changes: [
        { path: ["tools"], from: [], to: ["calculator"] },
        { path: ["steps"], from: ["llm"], to: ["llm", "llm"] },
      ],
      error: { code: "RESTART_REQUIRED", hint: expect.stringContaining("Restart") },
    });
    const { message } = (refused as { error: Error }).error;
    expect(message).toContain('steps: ["llm"] → ["llm","llm"]');
    expect(message).toContain('tools: [] → ["calculator"]');
    // Nothing of it is live, not even what could be.
    await agent.chat("one");
    expect(last(vendor.requests).temperature).toBe(0);
    const other = await watched.save(text().replace("provider: openai", "provider: another"));
    // A restart would not help: nobody has it.
    expect(other).toMatchObject({
      outcome: "invalid",
      error: { message: expect.stringContaining('No llm provider is named "another".') },
    });
    expect(JSON.stringify([refused, other])).not.toContain(SECRET);
    // Taking it back is no change.
    expect(await watched.save(text())).toEqual({ outcome: "unchanged" });
  });

  it("with a bad value is told with file, line and column, and the agent goes on until it is mended", async () => {
    await using watched = await watchedAgent({ text: text(), env });
    const { agent, vendor, directory } = watched;
    const bad = await watched.save(text({ temperature: 9 }));
    expect(bad).toMatchObject({
      outcome: "invalid",
      error: {
        code: "CONFIG_FILE_INVALID",
        details: {
          problems: [
            { path: ["llm", "temperature"], file: join(directory, "agent.yaml"), line: 2, column: 89 },
          ],
        },
      },
    });
    for (const broken of [text().slice(0, 70), "steps: [{ step: llm", "", `${text()}unknown: key\n`]) {
      expect(await watched.save(broken)).toMatchObject({ outcome: "invalid" });
      await agent.chat("still here");
      expect(last(vendor.requests)).toEqual({ model: "m", temperature: 0, key: SECRET, system: "Be brief." });
    }
    expect(await watched.save(text({ temperature: 1 }))).toMatchObject({ outcome: "reloaded" });
    await agent.chat("mended");
    expect(last(vendor.requests).temperature).toBe(1);
    expect(JSON.stringify(watched.reloads)).not.toContain(SECRET);
  });

  it("of what the file extends, or of its variables, counts too", async () => {
    const own = text().replace("name: helper", "extends: ./base.yaml");
    await using watched = await watchedAgent({
      text: own,
      files: {
        "base.yaml": "limits: { timeoutMs: 60000 }\n",
        ".env": `KEY=${SECRET}\n`,
        "package.json": "{}",
      },
    });
    const { agent, vendor } = watched;
    expect(await watched.save("limits: { timeoutMs: 30000 }\n", "base.yaml")).toMatchObject({
      outcome: "reloaded",
      changes: [{ path: ["limits", "timeoutMs"], from: 60_000, to: 30_000 }],
    });
    const reload = await watched.save("KEY=sk-another-key-0123456789\n", ".env");
    expect(reload).toEqual({
      outcome: "reloaded",
      changes: [
        { path: ["llm", "apiKey"], from: REDACTED, to: REDACTED },
        { path: ["env", "KEY"], from: REDACTED, to: REDACTED },
      ],
    });
    await agent.chat("one");
    expect(last(vendor.requests).key).toBe("sk-another-key-0123456789");
  });

  it("of a key that the file does not name, but its provider reads, is live too", async () => {
    const named = text().replace(/apiKey: [^,]*, /, "");
    await using watched = await watchedAgent({
      text: named,
      files: { ".env": `OPENAI_API_KEY=${SECRET}\n` },
    });
    const { agent, vendor } = watched;
    const reload = await watched.save("OPENAI_API_KEY=sk-another-key-0123456789\n", ".env");
    expect(reload).toMatchObject({ outcome: "reloaded", changes: [{ path: ["env", "OPENAI_API_KEY"] }] });
    await agent.chat("one");
    expect(last(vendor.requests).key).toBe("sk-another-key-0123456789");
  });

  it("of a base that was broken when the file named it is heard", async () => {
    await using watched = await watchedAgent({ text: text(), env, files: { "package.json": "{}" } });
    const own = text().replace("name: helper", "name: helper\nextends: ./base.yaml");
    expect(await watched.save(own)).toMatchObject({ outcome: "invalid" });
    expect(await watched.save("limits: [", "base.yaml")).toMatchObject({ outcome: "invalid" });
    expect(await watched.save("limits: { timeoutMs: 5000 }", "base.yaml")).toMatchObject({
      outcome: "reloaded",
      changes: [{ path: ["limits", "timeoutMs"], to: 5_000 }],
    });
  });

  it("that is followed by others at once ends with the last one", async () => {
    await using watched = await watchedAgent({ text: text(), env });
    const file = join(watched.directory, "agent.yaml");
    for (let save = 1; save <= 20; save++) await writeFile(file, text({ temperature: save / 20 }));
    do await watched.nextReload();
    while ((watched.agent.definition.llm as ModelConfig).temperature !== 1);
    expect(watched.reloads.length).toBeLessThanOrEqual(20);
    expect(watched.reloads.at(-1)).toMatchObject({ outcome: "reloaded" });
  });
});

describe("an agent of a file", () => {
  it("hears of a file in a directory, also when it is moved away and another one comes", async () => {
    const directory = join(await folder(), "support");
    await mkdir(directory);
    await writeFile(join(directory, "agent.yaml"), text());
    let heard = Promise.withResolvers<ConfigReload>();
    await using agent = await Agent.fromConfig(directory, {
      providers: [openai()],
      sources: [],
      env: { VENDOR: "http://127.0.0.1:9/v1", KEY: "k" },
      watch: true,
      onReload: (reload) => heard.resolve(reload),
    });
    const next = async (change: Promise<unknown>) => {
      await change;
      const reload = await heard.promise;
      heard = Promise.withResolvers();
      return reload;
    };
    const gone = await next(rename(join(directory, "agent.yaml"), join(directory, "old.yaml")));
    expect(gone).toMatchObject({ outcome: "invalid", error: { code: "CONFIG_FILE_NOT_READ" } });
    expect(await next(writeFile(join(directory, "agent.yml"), text({ temperature: 1 })))).toMatchObject({
      outcome: "reloaded",
    });
    expect(agent.definition.llm).toMatchObject({ temperature: 1 });
    const two = await next(writeFile(join(directory, "agent.json"), "{}"));
    expect(two).toMatchObject({ outcome: "invalid", error: { code: "CONFIG_FILE_NOT_READ" } });
  });

  it("is told of every defect with its place when it is made, and leaves nothing open", async () => {
    const file = join(await folder(), "agent.yaml");
    await writeFile(file, `${text({ temperature: 9 })}  - { step: no-such-step }\n`);
    const made = Agent.fromConfig(file, {
      providers: [openai()],
      sources: [],
      env: { VENDOR: "http://x", KEY: "k" },
    });
    await expect(made).rejects.toMatchObject({
      code: "CONFIG_FILE_INVALID",
      message: expect.stringMatching(
        /agent\.yaml:2:\d+ llm\.temperature.*agent\.yaml:7:13 steps\[1\]\.step/s,
      ),
    });
    await expect(Agent.fromConfig(`${file}.none`)).rejects.toMatchObject({ code: "CONFIG_FILE_NOT_READ" });
    const stopped = Agent.fromConfig(file, { signal: AbortSignal.abort(new Error("no more")) });
    await expect(stopped).rejects.toThrow("no more");
  });

  it("logs every outcome; a listener that throws harms nobody", async () => {
    const lines: string[] = [];
    const write = (message: string, fields?: LogFields) => {
      lines.push(`${message} ${JSON.stringify(fields?.changes ?? fields?.reason ?? "")}`);
    };
    const logger = { debug: write, info: write, warn: write, error: write, child: () => logger };
    const { promise, resolve } = Promise.withResolvers<void>();
    const file = join(await folder(), "agent.yaml");
    await writeFile(file, text());
    let outcomes = 0;
    await using agent = await Agent.fromConfig(file, {
      logger,
      sources: [],
      providers: [openai()],
      env: { VENDOR: "http://127.0.0.1:9/v1", KEY: SECRET },
      watch: true,
      onReload() {
        if (++outcomes === 2) resolve();
        else void writeFile(file, `${text({ temperature: 1 })}x: 1\n`);
        throw new Error("a bad listener");
      },
    });
    await writeFile(file, text({ temperature: 1 }));
    await promise;
    await agent.close();
    const told = lines.filter((line) => /^config file|^onReload/.test(line));
    expect(told).toEqual([
      'config file reloaded ["llm.temperature: 0 → 1"]',
      'onReload threw "a bad listener"',
      expect.stringMatching(/^config file invalid ".*agent\.yaml:\d+:\d+ x: /),
      'onReload threw "a bad listener"',
    ]);
    expect(lines.join("\n")).not.toContain(SECRET);
  });

  it("hears of nothing more when it is closed, also in the middle of a reload", async () => {
    await using watched = await watchedAgent({ text: text(), env });
    const file = join(watched.directory, "agent.yaml");
    await writeFile(file, text({ temperature: 1 }));
    await watched.agent.close();
    await writeFile(file, text({ temperature: 0.5 }));
    await readFile(file);
    expect(watched.reloads.filter(({ outcome }) => outcome !== "reloaded")).toEqual([]);
    await expect(watched.agent.reload(watched.agent.definition)).rejects.toMatchObject({
      code: "AGENT_CLOSED",
    });
  });
});
