import { mkdtempSync, realpathSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe } from "vitest";
import { packQuickstart } from "../../scripts/pack-quickstart.ts";
import type { PackedProject } from "./packed-project.test-helper.ts";
import { pluginTests } from "./plugin-tests.test-helper.ts";
import { quickstartTests } from "./quickstart-tests.test-helper.ts";

// Packing and installing takes longer than all tests: they share one project.
const base = realpathSync(mkdtempSync(join(tmpdir(), "pergola-packed-")));
const project: PackedProject = { base, folder: join(base, "app"), main: join(base, "app/src/main.ts") };
beforeAll(() => {
  packQuickstart(project.folder, ["@pergola/llm-openai"]);
}, 300_000);
afterAll(() => rm(base, { recursive: true, force: true }), 120_000);

describe("packed packages", () => quickstartTests(project));
describe("plugins of third parties", () => pluginTests(project));
