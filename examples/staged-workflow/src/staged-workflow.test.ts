import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { runWorkflow } from "@pergola/pipeline/testing";
import { expect, test } from "vitest";
import { support } from "./support-workflow.ts";

test("the example runs and finds its own result right", () => {
  const main = join(import.meta.dirname, "main.ts");
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--conditions=@pergola/source", main], {
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(stdout).toContain("1 do: orders, balance\n");
  expect(stdout).toContain("2 review: draft, check-tone\n2 deliver: \n> You have 2 open orders");
  expect(stdout).toMatch(/staged-workflow: ok\n$/);
  expect(status).toBe(0);
});

test("its workflow can be tested without an agent", async () => {
  const { response, failure } = await runWorkflow(support, { message: "Hello" });
  expect(response).toBe("Sorry, I could not help (account).");
  expect(failure).toMatchObject({ stage: "parse", step: "account" });
});
