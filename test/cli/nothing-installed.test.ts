import { spawnSync } from "node:child_process";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAgent } from "@pergola/builders";
import { expect, onTestFinished, test, vi } from "vitest";

/** All package managers, and what notes that one of them was started. */
function fakeManagers() {
  const folder = mkdtempSync(join(tmpdir(), "pergola-managers-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const note = join(folder, "started.txt");
  for (const name of ["npm", "npx", "pnpm", "yarn", "bun", "corepack"]) {
    writeFileSync(join(folder, name), `#!/bin/sh\necho ${name} "$@" >> '${note}'\n`);
    chmodSync(join(folder, name), 0o755);
  }
  vi.stubEnv("PATH", folder);
  onTestFinished(() => void vi.unstubAllEnvs());
  return note;
}

test.each(["acme", "anthropic", "left-pad"])(
  "asking for a provider that is not installed starts no process: %s",
  async (name) => {
    const [note, started] = [fakeManagers(), [] as unknown[]];
    const onStart = (message: unknown) => void started.push(message);
    subscribe("child_process", onStart);
    onTestFinished(() => void unsubscribe("child_process", onStart));
    await expect(createAgent().withLlm(name).start()).rejects.toMatchObject({
      hint: expect.stringContaining("install"),
    });
    expect(started).toEqual([]);
    expect(existsSync(note)).toBe(false);
    spawnSync("npm", ["install", name]);
    expect(existsSync(note)).toBe(true);
  },
);
