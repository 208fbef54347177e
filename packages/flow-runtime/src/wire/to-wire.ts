import { errorMessage } from "@pergola/core";
import { flowErrors } from "../errors.ts";
import type { StreamChunk } from "../stream-chunk.ts";
import type { StreamItem } from "../stream-item.ts";

/** What goes to a reader outside of the process: an item of `flow.stream()`, or a chunk alone. */
export type WireItem = StreamItem | StreamChunk;

/** An item as one line of JSON. The meta of a result stays here: it is the trace's, and not for its readers. */
export function toWire(item: WireItem): { readonly type: "chunk" | "result"; readonly json: string } {
  const isResult = "type" in item && item.type === "result";
  const type = isResult ? "result" : "chunk";
  const { meta, ...rest } = item;
  try {
    return { type, json: JSON.stringify(isResult ? rest : { type, ...rest, meta }) };
  } catch (error) {
    throw flowErrors.create("INVALID_OPTIONS", {
      message: `A ${type} of trace ${item.traceId} cannot be written as JSON: ${errorMessage(error)}`,
      hint: "Let the flow give plain data: no cycles and no BigInt.",
      details: { traceId: item.traceId },
      cause: error,
    });
  }
}
