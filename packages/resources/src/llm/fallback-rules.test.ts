import { PergolaError } from "@pergola/core";
import { describe, expect, it } from "vitest";
import { canFallBack } from "./fallback-rules.ts";

const ofCode = (code: string) => new PergolaError(code, { message: "It failed.", hint: "Mend it." });

describe("what the next model is asked after", () => {
  it.each(["CIRCUIT_OPEN", "BREAKER_UNAVAILABLE", "MODEL_UNAVAILABLE", "MODEL_FAILED"])("%s", (code) => {
    expect(canFallBack(ofCode(code))).toBe(true);
  });

  it.each(["MODEL_BAD_REQUEST", "RESOURCE_CLOSED"])("but not %s", (code) => {
    expect(canFallBack(ofCode(code))).toBe(false);
  });
});
