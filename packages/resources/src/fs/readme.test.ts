import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { temporaryFolder } from "./temporary-folder.test-helper.ts";

it("has an example in the README that runs as it is", async () => {
  await using folder = await temporaryFolder();
  const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");
  const code = /### Files on this machine\n\n```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      ...["--conditions=@pergola/source", "--input-type=module-typescript", "--eval"],
      code.replace('"./agent_files"', JSON.stringify(folder.path)),
    ],
    { cwd: import.meta.dirname },
  );
  expect(stdout).toBe("Warm.\n");
  expect(await readFile(folder.at("local/helper/ada/reports/june.md"), "utf8")).toBe("Warm.");
});
