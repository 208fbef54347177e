import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const run = promisify(execFile);

/** Makes a process one of a project that has no test tools. */
const HOOKS = `data:text/javascript,${encodeURIComponent(`
import { registerHooks } from "node:module";
registerHooks({
  resolve(name, context, next) {
    if (["vitest", "fast-check"].includes(name)) throw new Error("Cannot find package " + name);
    return next(name, context);
  },
});`)}`;

const inPlainProject = (code: string) =>
  run(
    process.execPath,
    [
      "--conditions=@pergola/source",
      "--disable-warning=ExperimentalWarning",
      `--import=${HOOKS}`,
      "--input-type=module",
      "--eval",
      code,
    ],
    { cwd: import.meta.dirname },
  );

it("the vendor server answers in a project without vitest and fast-check", async () => {
  const { stdout } = await inPlainProject(`
    import { reply, startVendorServer } from "@pergola/resources/testing/vendor-server";
    const server = await startVendorServer({ replies: [reply.text("hello")] });
    const response = await fetch(server.baseURL + "/chat/completions", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ model: "m", messages: [] }) });
    console.log(response.status);
    await server.close();
  `);
  expect(stdout.trim()).toBe("200");
});

it("the contract suites say what they lack there", async () => {
  await expect(inPlainProject('import "@pergola/resources/testing";')).rejects.toThrow(
    "Cannot find package vitest",
  );
});
