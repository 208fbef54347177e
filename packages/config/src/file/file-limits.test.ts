import { describe, expect, it } from "vitest";
import type { ConfigFileLimits } from "./file-limits.ts";
import { loadAgentConfig, parseAgentConfig } from "./load-agent-config.ts";

const NAMES = ["maxBytes", "maxNodes", "maxDepth", "maxAliases", "maxExtends"] as const;
const NO_LIMITS = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1, 0.5, "5", null, {}];

const TEXT = "steps: [{ step: llm }]\nllm: offline";
const refusal = (paths: readonly string[]) => ({
  code: "CONFIG_FILE_LIMITS_INVALID",
  details: {
    problems: paths.map((name) => ({
      path: ["limits", name],
      message: expect.stringContaining(name),
      hint: expect.any(String),
    })),
  },
});

describe("the limits for reading a config file", () => {
  it.each(NAMES)("are integers: %s is refused as anything else", async (name) => {
    for (const value of NO_LIMITS) {
      const limits = { [name]: value } as ConfigFileLimits;
      await expect(parseAgentConfig(TEXT, { format: "yaml", limits })).rejects.toMatchObject(refusal([name]));
      await expect(loadAgentConfig("never-read.yaml", { limits })).rejects.toMatchObject(refusal([name]));
    }
  });

  it("are told all at once, with what was probably meant", async () => {
    const limits = { maxBytes: -1, maxNode: 5 } as ConfigFileLimits;
    await expect(parseAgentConfig(TEXT, { format: "yaml", limits })).rejects.toMatchObject({
      ...refusal(["maxBytes", "maxNode"]),
      hint: expect.stringContaining("maxNodes"),
    });
  });
});
