import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAgentServer } from "@pergola/agent-server";
import { createAgent } from "@pergola/builders";
import { AgentConfig } from "@pergola/config";
import { diffAgentConfig, loadAgentConfig } from "@pergola/config/file";
import { isPergolaError } from "@pergola/core";
import { createFlow, node } from "@pergola/flow-runtime";
import { createPluginManager } from "@pergola/plugins";
import { createLlmResource, createProviderRegistry, type ProviderFactory } from "@pergola/resources";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { z } from "zod";
import { everything, KINDS, PLAIN_SECRETS } from "./everything.test-helper.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pergola-secrets-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const ALL = KINDS.map(([, value]) => value);
const thrown = (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable("nothing was thrown"),
    (error: unknown) => error,
  );

function expectNone(text: string, kinds: readonly (readonly [string, string, string])[] = KINDS): void {
  expect(kinds.filter(([, , needle]) => text.includes(needle)).map(([kind]) => kind)).toEqual([]);
}

/** A provider by somebody who says again all that it is given. */
const talkative = (name = "talkative"): ProviderFactory<"llm"> => ({
  category: "llm",
  name,
  configSchema: z.looseObject({ door: z.string().meta({ secret: true }).optional() }),
  validateConfig: (config) =>
    (config as { isWrong?: boolean }).isWrong === true
      ? [
          {
            path: ["x"],
            message: `Got ${JSON.stringify(config)}.`,
            hint: `Not ${Object.values(config as object)}.`,
          },
        ]
      : [],
  describe: (config) => `talkative with ${Object.values(config as object)}`,
  create: async (config, { logger, env }) => {
    logger.warn(`made with ${JSON.stringify(config)}`, { config, env });
    throw new Error(`cannot be made: ${Object.values(config as object)} ${Object.values(env)}`);
  },
});

describe("a provider of somebody else that says again what it is given", () => {
  it.each([...KINDS, ...PLAIN_SECRETS])("says no secret of the kind %s", async (_, secret, needle) => {
    const lines: unknown[] = [];
    const write = (...line: unknown[]) => void lines.push(line);
    const logger = { debug: write, info: write, warn: write, error: write, child: () => logger };
    for (const place of [{ apiKey: secret }, { door: secret }, { headers: { Authorization: secret } }]) {
      const config = { provider: "talkative", model: "m", ...place };
      const llm = createLlmResource({
        registry: createProviderRegistry([talkative()]),
        model: config,
        env: { TALKATIVE_API_KEY: secret },
        logger,
      });
      const wrong = { ...config, isWrong: true };
      const shown = [
        everything(llm.validate(wrong)),
        everything(await thrown(Promise.resolve().then(() => llm.model(wrong)))),
        llm.describe(config),
        everything(llm),
      ];
      for (const text of shown) expect(text).not.toContain(needle);
      const build = createAgent({}, { logger, env: { TALKATIVE_API_KEY: secret } }).withProvider(talkative());
      expect(everything(await thrown(build.withLlm(wrong).build()))).not.toContain(needle);
      const agent = await build.withLlm(config).build();
      const failed = await thrown(agent.chat("Hello"));
      expect(isPergolaError(failed)).toBe(true);
      expect(everything(failed)).toContain("cannot be made");
      expect(everything(failed)).not.toContain(needle);
      await agent.close();
      await llm.close();
    }
    expect(lines.length).toBeGreaterThan(0);
    expect(everything(lines)).not.toContain(needle);
  });
});

describe("a flow that fails", () => {
  it("shows no secret in its error, its events, its page and its log", async () => {
    const fail = node({ name: "fail" }, (secret: number): string => {
      throw Object.assign(new Error(`no: ${ALL[secret]}`), { apiKey: ALL[secret] });
    });
    const events: unknown[] = [];
    const flow = createFlow({
      name: "failing",
      edges: [[fail, []]],
      onEvent: (event) => void events.push(event),
    });
    const agent = await createAgent()
      .withStep("custom", { step: () => ({}) })
      .build();
    const server = createAgentServer({ flows: [flow as never], agents: [agent], port: 0 });
    const url = await server.listen();
    const socket = new WebSocket(`${url.replace("http", "ws")}/ws`);
    const frames: string[] = [];
    let settled = 0;
    const all = Promise.withResolvers<void>();
    socket.on("message", (data) => {
      frames.push(String(data));
      settled += String(data).split('"trace-settled"').length - 1;
      if (settled >= ALL.length) all.resolve();
    });
    await new Promise((resolve) => socket.once("open", resolve));
    socket.send(JSON.stringify({ type: "subscribe", flow: "failing" }));
    for (const index of ALL.keys()) {
      const headers = { "content-type": "application/json" };
      const body = JSON.stringify({ input: index });
      const response = await fetch(`${url}/v1/flows/failing/traces`, { method: "POST", headers, body });
      expect(response.status).toBe(201);
      await response.text();
      expectNone(everything(await thrown(flow.call(index))), [KINDS[index] as (typeof KINDS)[number]]);
    }
    await all.promise;
    socket.close();
    const traces = await (await fetch(`${url}/v1/flows/failing/traces`)).text();
    expect(traces).toContain("[redacted]");
    expectNone(traces + frames.join("") + everything(events));
    await server.close();
    await flow.stop();
    await agent.close();
  });
});

describe("a config file with secrets in it", () => {
  it.each(KINDS)("is told of without one of the kind %s", async (_, secret, needle) => {
    const file = join(folder, "agent.yaml");
    const quoted = JSON.stringify(secret);
    const text = `name: ${quoted}
description: ${quoted} # ${quoted.slice(1, -1)}
llm: { provider: openai, model: ${quoted}, apiKey: ${quoted}, temperature: hot, unknown: ${quoted} }
limits: ${quoted}
${quoted}: 1
steps: [{ step: ${quoted}, promptTemplate: 1 }]
`;
    await writeFile(file, text);
    const error = await thrown(loadAgentConfig(file, { env: {} }));
    expect(error).toMatchObject({ code: "CONFIG_FILE_INVALID" });
    expect(everything(error)).not.toContain(needle);
  });

  it.each(KINDS)("is reloaded without telling one of the kind %s", (_, secret, needle) => {
    const base = new AgentConfig({ llm: { provider: "openai", apiKey: "sk-old", note: "x" } });
    const next = base.with({
      llm: { provider: "openai", apiKey: secret, note: secret, [secret]: 1 },
      description: secret,
      memory: { type: "conversation", provider: "duckdb", config: { path: secret, password: secret } },
      steps: [{ step: "llm", config: { promptTemplate: secret } }],
    });
    for (const diff of [diffAgentConfig(base, next), diffAgentConfig(next, base)])
      expect(everything(diff)).not.toContain(needle);
  });
});

describe("plugins", () => {
  it("are told of without secrets, whatever is wrong with them", async () => {
    const cwd = await mkdtemp(join(folder, "plugins-"));
    for (const [index, [, secret]] of KINDS.entries()) {
      const at = join(cwd, "plugins", `p${index}`);
      await mkdir(at, { recursive: true });
      const manifest = { name: `p${index}`, version: "1.0.0", category: "llm", provider: `p${index}` };
      const isBroken = index % 2 === 0;
      const whole = { ...manifest, entry: "./index.mjs", engines: { pergola: isBroken ? secret : "*" } };
      await writeFile(
        join(at, "plugin.json"),
        JSON.stringify({ ...whole, ...(isBroken && { version: secret }) }),
      );
      await writeFile(join(at, "index.mjs"), `throw new Error(${JSON.stringify(`no: ${secret}`)});`);
    }
    const plugins = createPluginManager({ cwd, userFolder: "home", version: "1.0.0" });
    const names = await plugins.names("llm");
    expect(names.length).toBeGreaterThan(10);
    const errors = await Promise.all(names.map((name) => thrown(plugins.createProvider("llm", name, {}))));
    expectNone(errors.map(everything).join("\n"));
    expect(plugins.diagnostics().length).toBeGreaterThan(KINDS.length - 5);
    expectNone(everything(plugins.diagnostics()));
    await plugins.close();
  });
});

describe("the command line", () => {
  it("shows no secret of a flow that fails, as text and as JSON", async () => {
    const root = join(import.meta.dirname, "../..");
    const bin = join(root, "packages/pergola/src/bin.ts");
    const file = join(await mkdtemp(join(root, "test/secrets/.flow-")), "flow.ts");
    try {
      await writeFile(
        file,
        `import { createFlow, node } from "@pergola/flow-runtime";
const fail = node({ name: "fail" }, (_: string): string => { throw new Error(process.env.SAID); });
export const flow = createFlow({ name: "failing", edges: [[fail, []]] });`,
      );
      for (const options of [[], ["--json"]]) {
        const { stdout, stderr, status } = spawnSync(
          process.execPath,
          ["--conditions=@pergola/source", bin, "flow", "run", file, '"x"', ...options],
          { cwd: root, encoding: "utf8", env: { ...process.env, SAID: `It was: ${ALL.join(" , ")}` } },
        );
        expect(status).not.toBe(0);
        expect(stdout + stderr).toContain("It was: [redacted] , [redacted]");
        expectNone(stdout + stderr);
      }
    } finally {
      await rm(join(file, ".."), { recursive: true, force: true });
    }
  });
});
