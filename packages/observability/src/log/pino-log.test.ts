import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createRunLogger, pinoLog } from "../index.ts";

it("a transport of pino gets lines as pino writes them", async () => {
  const folder = await mkdtemp(join(tmpdir(), "pergola-pino-"));
  const destination = join(folder, "pino.log");
  const log = createRunLogger({ outputs: [pinoLog({ target: "pino/file", options: { destination } })] });
  log.debug("hidden");
  log.warn("careful", { step: "look", shop: "north" });
  log.error("broken");
  await log.close();
  const lines = (await readFile(destination, "utf8")).trim().split("\n");
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: 40, msg: "careful", component: "step", step: "look", shop: "north", pid: process.pid },
    { level: 50, msg: "broken" },
  ]);
  expect(log.outputs().pino).toMatchObject({ written: 2, dropped: 0 });
  await rm(folder, { recursive: true });
});

it("a transport that is not there loses the lines, and that is told", async () => {
  const log = createRunLogger({ closeTimeoutMs: 2_000, outputs: [pinoLog({ target: "no-such-transport" })] });
  log.error("broken");
  await log.close();
  expect(log.outputs().pino).toMatchObject({ written: 0, dropped: 1 });
});
