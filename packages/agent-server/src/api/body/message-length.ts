import type { StoredMessage } from "@pergola/resources";
import { pathText } from "../../domain/invalid-request.ts";
import { serverErrors } from "../../errors.ts";
import { textLength } from "../chat/content-schema.ts";

/** @param path of the content, for the message. @throws MESSAGE_TOO_LONG */
export function requireShortText(
  content: StoredMessage["content"],
  maxChars: number,
  path: readonly PropertyKey[],
): void {
  const length = textLength(content);
  if (length <= maxChars) return;
  const param = pathText(path);
  throw serverErrors.create("MESSAGE_TOO_LONG", {
    message: `${param} has ${length} characters of text; at most ${maxChars} are taken.`,
    hint: "Send less, or in several messages; the operator can raise limits.maxMessageChars.",
    details: { param, maxMessageChars: maxChars },
  });
}
