import { silentLogger } from "@pergola/core";
import { expect, it } from "vitest";
import { offline } from "./index.ts";

it("runs the quick start", async () => {
  const provider = offline();
  const model = await provider.create({}, { logger: silentLogger, env: process.env });
  const answer = await model.invoke("My name is Ada.");
  expect(answer.text).toBe("Noted: your name is Ada. I keep that for this conversation.");
});
