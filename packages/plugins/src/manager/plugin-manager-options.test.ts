import { expect, it } from "vitest";
import { createPluginManager } from "./create-plugin-manager.ts";

it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -1, "5", null, {}])(
  "a plugin manager takes no %o as its time limit",
  (loadTimeoutMs) => {
    expect(() => createPluginManager({ loadTimeoutMs: loadTimeoutMs as number })).toThrow(
      expect.objectContaining({
        code: "PLUGIN_OPTION_INVALID",
        message: expect.stringContaining("loadTimeoutMs"),
        hint: expect.stringContaining("leave it out"),
        details: { option: "loadTimeoutMs" },
      }),
    );
  },
);
