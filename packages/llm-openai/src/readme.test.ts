import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { resourceErrors } from "@pergola/resources";
import { startVendorServer } from "@pergola/resources/testing";
import { expect, test } from "vitest";
import { openAiConfigSchema } from "./config/openai-config.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

/** First cells of the table rows under a heading. */
function rowsUnder(heading: string): readonly (string | undefined)[] {
  const [, section = ""] = readme.split(`\n## ${heading}\n`);
  const [own = ""] = section.split("\n## ");
  return Array.from(own.matchAll(/^\| `([^`]+)`\s*\|/gm), ([, cell]) => cell);
}

test("the quick start runs as it stands", async () => {
  await using server = await startVendorServer({ replies: ["Hello from the vendor."], apiKey: "sk-quick" });
  const [, code = ""] = /```ts\n([\s\S]*?)```/.exec(readme) ?? [];
  const options = ["--conditions=@pergola/source", "--input-type=module-typescript", "--eval", code];
  const env = { ...process.env, OPENAI_API_KEY: "sk-quick", OPENAI_BASE_URL: server.baseURL };
  const cwd = new URL("..", import.meta.url);
  const { stdout } = await promisify(execFile)(process.execPath, options, { cwd, env });
  expect(stdout).toBe("Hello from the vendor.");
});

test("the README lists every option, and no other", () => {
  expect([...rowsUnder("Options")].sort()).toEqual(Object.keys(openAiConfigSchema.shape).sort());
});

test("the README lists every code that is thrown, and no other", () => {
  const codes = Object.keys(resourceErrors.meanings).filter(
    (code) => code === "PROVIDER_CONFIG_INVALID" || (code.startsWith("MODEL_") && code !== "MODEL_FAILED"),
  );
  expect([...rowsUnder("Errors")].sort()).toEqual(codes.sort());
});
