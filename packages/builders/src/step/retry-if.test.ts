import { expect, it } from "vitest";
import { createAgent } from "../index.ts";

it.each([
  ["that is true", async () => true],
  ["that is false", async () => false],
  ["that fails", () => Promise.reject(new Error("nobody listens"))],
])("a retryIf that gives a promise, %s, is refused with what the step threw", async (_, retryIf) => {
  const error = new Error("no");
  let attempts = 0;
  const step = () => {
    attempts += 1;
    throw error;
  };
  const retry = { maxRetries: 1, backoffBaseMs: 0, retryIf: retryIf as never };
  await using agent = await createAgent().withStep("custom", { step, retry }).build();
  await expect(agent.run({})).rejects.toMatchObject({
    code: "INVALID_RETRY_IF",
    message: expect.stringContaining('"custom_step_0"'),
    cause: error,
  });
  expect(attempts).toBe(1);
});
