import type { FlowFrameRequest } from "@pergola/flow-runtime";
import { z } from "zod";
import { serverErrors } from "../../errors.ts";
import { parseJson } from "../body/json-body.ts";
import { parseRequest } from "../body/parse-request.ts";

const flowName = z.string().min(1).max(200);

const messageSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("subscribe"),
    flow: flowName,
    follow: z.string().min(1).max(100).nullish(),
  }),
  z.strictObject({ type: z.literal("unsubscribe"), flow: flowName }),
]);

/** What a client says on its WebSocket. @throws INVALID_JSON, INVALID_REQUEST */
export function parseSocketMessage(data: Buffer, isBinary: boolean): FlowFrameRequest {
  if (isBinary) {
    throw serverErrors.create("INVALID_JSON", {
      message: "The message is binary.",
      hint: "Send text: one JSON object a message.",
    });
  }
  return parseRequest(messageSchema, parseJson(data.toString("utf8")));
}
