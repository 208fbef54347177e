import { expect, test, vi } from "vitest";
import { silentLogger } from "./logger.ts";

test("the silent logger writes nothing, nor do its children", () => {
  const write = vi.spyOn(process.stdout, "write");
  const child = silentLogger.child({ runId: "r1" });
  for (const logger of [silentLogger, child]) {
    logger.debug("a");
    logger.info("a", { b: 1 });
    logger.warn("a");
    logger.error("a");
  }
  expect(write).not.toHaveBeenCalled();
  write.mockRestore();
});
