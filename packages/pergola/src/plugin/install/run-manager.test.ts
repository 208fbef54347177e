import { expect, onTestFinished, test, vi } from "vitest";
import { interrupted } from "../../cli/interrupted.ts";
import { keepOutput } from "../../cli/run-cli.test-helper.ts";
import { runCli } from "../../cli/run-cli.ts";
import { plugin, startRegistry, tempFolder } from "./registry.test-helper.ts";

test("Ctrl-C ends the package manager in the middle of a download", async () => {
  const packages = [plugin("acme", "1.0.0", "/dev/null")];
  const { url, waiting } = await startRegistry(packages, { silent: ["acme"] });
  vi.stubEnv("npm_config_registry", `${url}/`);
  vi.stubEnv("npm_config_cache", tempFolder());
  onTestFinished(() => void vi.unstubAllEnvs());
  const [ending, stderr] = [new AbortController(), keepOutput()];
  const cwd = tempFolder({ "package.json": "{}" });
  const context = { cwd, stderr, stdout: keepOutput(), signal: ending.signal };
  const running = runCli(["plugin", "install", "acme"], context);
  const { gone } = await waiting;
  ending.abort(interrupted("SIGINT"));
  expect(await running).toBe(130);
  await gone;
  expect(stderr.kept.text).toContain("error INTERRUPTED: Ended by Ctrl-C (SIGINT).");
});
