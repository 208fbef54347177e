import type { StoredMessage } from "@pergola/resources";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { invalidRequest } from "../../domain/invalid-request.ts";
import type { ChatRequest } from "../../services/chat-request.ts";
import { requireShortText } from "../body/message-length.ts";
import { parseRequest, withoutNulls } from "../body/parse-request.ts";
import { traceIdOf } from "../trace-id.ts";
import { messageSchema, orphanedResult } from "./message-schema.ts";
import { parameterFields, toModelParameters } from "./parameters.ts";
import { runBudgetSchema } from "./run-budget.ts";
import { sessionOf } from "./session-of.ts";
import { refuseUnsupportedSettings } from "./unsupported-settings.ts";

/** Most answers that one request may ask for. */
const MAX_CHOICES = 8;

const bodySchema = z.preprocess(
  withoutNulls,
  z.object({
    model: z.string().min(1),
    messages: z.array(messageSchema).min(1),
    n: z.int().min(1).max(MAX_CHOICES).default(1),
    stream: z.boolean().default(false),
    stream_options: z
      .object({
        include_usage: z.boolean().optional(),
        include_obfuscation: z.literal(false, "is not supported").optional(),
      })
      .optional(),
    session_id: z.string().optional(),
    budget: runBudgetSchema,
    metadata: z.record(z.string(), z.string()).optional(),
    ...parameterFields,
  }),
);

/** A request of `/v1/chat/completions`, read. */
export interface ChatWireRequest {
  readonly chat: ChatRequest;
  readonly isStream: boolean;
  readonly includesUsage: boolean;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** @throws INVALID_REQUEST, UNSUPPORTED_PARAMETER, MESSAGE_TOO_LONG */
export function readChatRequest(wire: FastifyRequest, maxMessageChars: number): ChatWireRequest {
  const { body, headers } = wire;
  refuseUnsupportedSettings(body);
  const request = parseRequest(bodySchema, body);
  request.messages.forEach(({ content }, index) => {
    requireShortText(content, maxMessageChars, ["messages", index, "content"]);
  });
  const sessionId = sessionOf(request, headers);
  checkTogether(request, sessionId);
  const { model, messages, n, tools, metadata, budget } = request;
  return {
    chat: {
      agent: model,
      messages,
      sessionId,
      traceId: traceIdOf(wire),
      parameters: toModelParameters(request),
      tools,
      budget,
      choices: n,
    },
    isStream: request.stream,
    includesUsage: request.stream_options?.include_usage ?? false,
    metadata,
  };
}

type Body = z.output<typeof bodySchema>;

/** What is right by itself and wrong together. */
function checkTogether(body: Body, sessionId: string | undefined): void {
  if (sessionId !== undefined && body.n > 1) {
    throw invalidRequest({ path: ["n"], message: "with a session there is one answer; expected 1" });
  }
  if (body.stream_options !== undefined && !body.stream) {
    throw invalidRequest({ path: ["stream_options"], message: "is only for stream: true" });
  }
  if (body.tools === undefined && needsTools(body.tool_choice)) {
    throw invalidRequest({ path: ["tool_choice"], message: "is only for requests with tools" });
  }
  requireAnsweredCalls(body.messages, sessionId);
}

const needsTools = (choice: Body["tool_choice"]) => choice === "required" || typeof choice === "object";

function requireAnsweredCalls(messages: readonly StoredMessage[], sessionId: string | undefined): void {
  const index = sessionId === undefined ? orphanedResult(messages) : undefined;
  if (index === undefined) return;
  throw invalidRequest({
    path: ["messages", index, "tool_call_id"],
    message: "answers no tool call of the messages before it",
    hint: "Send the assistant message with its tool_calls before the results.",
  });
}
