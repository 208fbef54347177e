import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";

it("does not load LangChain until a model is made", () => {
  const script = `
    import { registerHooks } from "node:module";
    const loaded = [];
    registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context); } });
    await import(${JSON.stringify(new URL("./index.ts", import.meta.url).href)});
    console.log(loaded.filter((url) => url.includes("@langchain")).length + " of " + (loaded.length > 1));
  `;
  const args = ["--conditions=@pergola/source", "--input-type=module", "--eval", script];
  expect(execFileSync(process.execPath, args, { encoding: "utf8" }).trim()).toBe("0 of true");
});
