import type { Message } from "../message.ts";
import type { Sent } from "./trace-sink.ts";

/** A message for others to see. */
export function toMessage({ trace, payload, meta }: Sent): Message {
  const { id, headers, createdAt, deadlineAt } = trace;
  return Object.freeze({
    payload,
    headers,
    traceId: id,
    createdAt,
    ...(deadlineAt !== undefined && { deadlineAt }),
    meta: Object.freeze({ ...meta }),
  });
}
