import type { FlowFrameRequest } from "@pergola/flow-runtime";
import type { LogFrameRequest } from "@pergola/observability";
import { z } from "zod";
import { serverErrors } from "../../errors.ts";
import { parseJson } from "../body/json-body.ts";
import { parseRequest } from "../body/parse-request.ts";
import { logFilterShape } from "../log-filter-schema.ts";

const flowName = z.string().min(1).max(200);

const messageSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("subscribe"),
    flow: flowName,
    follow: z.string().min(1).max(100).nullish(),
  }),
  z.strictObject({ type: z.literal("unsubscribe"), flow: flowName }),
  z.strictObject({ type: z.literal("subscribe-logs"), ...logFilterShape }),
  z.strictObject({ type: z.literal("unsubscribe-logs") }),
]);

/** What a client may say on its WebSocket. */
export type SocketMessage = FlowFrameRequest | LogFrameRequest;

/** What a client says on its WebSocket. @throws INVALID_JSON, INVALID_REQUEST */
export function parseSocketMessage(data: Buffer, isBinary: boolean): SocketMessage {
  if (isBinary) {
    throw serverErrors.create("INVALID_JSON", {
      message: "The message is binary.",
      hint: "Send text: one JSON object a message.",
    });
  }
  return parseRequest(messageSchema, parseJson(data.toString("utf8")));
}
