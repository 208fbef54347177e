import { AgentBuilderDirector } from "@pergola/builders";
import { parseAgentConfig, routingPolicyFromEnvironment } from "@pergola/config/file";
import { DictRoutingPolicy } from "@pergola/flow-runtime";
import { offline } from "@pergola/llm-offline";
import { openai } from "@pergola/llm-openai";
import { expect, test } from "vitest";

const VARIABLE = "$" + "{KEY}";

test("what build() finds is told with its place in the file, and without what variables hold", async () => {
  const text = `name: support
llm: { provider: openai, apiKey: "${VARIABLE}", temperature: 9, modle: gpt-5-mini }
memory: { provider: sqlite }
steps:
  - step: llm
    promptTemplate: Hello
  - step: branch
    on: messages
    cases:
      yes:
        - step: no-such-step
          as: x
`;
  const secret = "sk-0123456789abcdef";
  const loaded = await parseAgentConfig(text, {
    format: "yaml",
    env: { KEY: secret },
    providers: [openai()],
  });
  const failed = await new AgentBuilderDirector(loaded.config, { env: loaded.env }).build().then(
    () => undefined,
    (error: unknown) => loaded.explain(error),
  );
  expect(failed).toMatchObject({ code: "CONFIG_FILE_INVALID" });
  const { message } = failed as Error;
  expect(message).toContain("agent.yaml:11:17 steps[1].cases.yes[0].step");
  expect(message).toContain("agent.yaml:3:21 memory.provider");
  expect(message).toContain("agent.yaml:2:60 llm.modle");
  expect(JSON.stringify(failed)).not.toContain(secret);
});

test("a definition from a file runs", async () => {
  const { config, env } = await parseAgentConfig("llm: offline\nsteps: [{ step: llm }]", {
    format: "yaml",
    env: {},
    providers: [offline()],
  });
  const agent = await new AgentBuilderDirector(config, { env }).build();
  expect((await agent.chat("My name is Ada.")).text).toContain("Ada");
  await agent.close();
});

test("an error that is no defect of the definition is left alone", async () => {
  const loaded = await parseAgentConfig("steps: [{ step: llm }]", { format: "yaml", env: {} });
  const other = new Error("other");
  expect(loaded.explain(other)).toBe(other);
});

test("a flow takes the routing table of a file, an object or the environment", () => {
  const env = { PERGOLA_ROUTE_BILLING: "accounts", PERGOLA_ROUTE_SPAM: "", PERGOLA_ROUTE_DEFAULT: "desk" };
  const policy = DictRoutingPolicy.from(routingPolicyFromEnvironment({ env }));
  const route = (topic: string) => policy.select({ nodeName: "router", headers: { topic } } as never);
  expect([route("billing"), route("spam"), route("other")]).toEqual(["accounts", null, "desk"]);
});
