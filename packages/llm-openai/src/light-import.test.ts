import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const SCRIPT = `
  import { registerHooks } from "node:module";
  const loaded = [];
  registerHooks({ load: (url, context, next) => { loaded.push(url); return next(url, context); } });
  const { openai } = await import("@pergola/llm-openai");
  const factory = openai({ model: "gpt-5-mini" });
  factory.validateConfig({}, { env: {} });
  factory.describe({}, { env: {} });
  const light = loaded.length;
  await factory.create({ apiKey: "sk-test" }, { env: {}, logger: {} });
  console.log(JSON.stringify({ light: loaded.slice(0, light), heavy: loaded.slice(light) }));
`;

test("importing, checking and describing load no LangChain; create does", async () => {
  const options = ["--conditions=@pergola/source", "--input-type=module", "--eval", SCRIPT];
  const cwd = new URL("..", import.meta.url);
  const { stdout } = await promisify(execFile)(process.execPath, options, { cwd });
  const { light, heavy } = JSON.parse(stdout) as Record<"light" | "heavy", readonly string[]>;
  const isLangChain = (url: string) => url.includes("@langchain");
  expect(light.filter(isLangChain)).toEqual([]);
  expect(light.some((url) => url.endsWith("/openai.ts"))).toBe(true);
  expect(heavy.some(isLangChain)).toBe(true);
});
