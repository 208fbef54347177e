import { isPergolaError, toErrorData } from "@pergola/core";
import { type StreamItem, toWebSocketFrame } from "@pergola/flow-runtime";
import type { CliContext } from "../cli/cli-context.ts";
import { write } from "../cli/write.ts";
import type { TracePrinter } from "./trace-printer.ts";

/** One line of JSON for each item, as it goes over a WebSocket, and one for the end. */
export function jsonPrinter({ stdout, signal }: CliContext): TracePrinter {
  return {
    item: (item: StreamItem) => write(stdout, `${toWebSocketFrame(item)}\n`, signal),
    end: ({ error, ...end }) =>
      write(
        stdout,
        `${JSON.stringify({ type: "end", ...end, ...(error !== undefined && { error: errorData(error) }) })}\n`,
      ),
  };
}

const errorData = (error: unknown) => (isPergolaError(error) ? error.toJSON() : toErrorData(error));
