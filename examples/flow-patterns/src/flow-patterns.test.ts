import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createGuesser } from "./controller.ts";
import { createFigures } from "./fan-out.ts";
import { byDay, createDesk } from "./routing.ts";

test("the example runs and finds its own result right", () => {
  const main = join(import.meta.dirname, "main.ts");
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--conditions=@pergola/source", main], {
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(stdout).toMatch(/flow-patterns: ok\n$/);
  expect(status).toBe(0);
});

test("a policy that changes while the flow runs counts from the next message on", async () => {
  await using desk = createDesk(byDay);
  const ticket = { team: "support", text: "Help!" };
  expect(await desk.call(ticket)).toBe("support answers: Help!");
  byDay.update({ support: "billing" });
  expect(await desk.call(ticket)).toBe("billing answers: Help!");
  byDay.update({ support: "support" });
});

test("many lists at once keep their own figures", async () => {
  await using figures = createFigures();
  const lists = Array.from({ length: 200 }, (_, index) => [index, index + 2]);
  const all = await Promise.all(lists.map((list) => figures.call(list)));
  expect(all).toEqual(lists.map(([low = 0]) => ({ least: low, mean: low + 1, most: low + 2 })));
});

test("a loop has its answer in the last round that it may have, and none in one less", async () => {
  await using enough = createGuesser(437, 11);
  expect((await enough.call("?"))?.text).toBe("It is 437.");
  await using few = createGuesser(437, 10);
  expect((await few.call("?"))?.text).toBe("Hop budget exhausted");
});
