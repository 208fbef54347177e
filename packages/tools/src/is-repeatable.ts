import type { Tool } from "./tool.ts";

/** Whether a call of a tool may be made twice without anybody's asking. */
export function isRepeatable({
  sideEffect = "read",
  isIdempotent,
}: Pick<Tool, "sideEffect" | "isIdempotent">): boolean {
  return isIdempotent ?? sideEffect === "read";
}
