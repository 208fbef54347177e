import { builderErrors } from "../errors.ts";

const ROLES = ["system", "user", "assistant"];

/** @throws INVALID_PROMPT for what no model could be sent, naming the first one */
export function checkMessages(messages: readonly unknown[]): void {
  const index = messages.findIndex((message) => !isMessage(message));
  if (index === -1) return;
  throw builderErrors.create("INVALID_PROMPT", {
    message: `Message ${index + 1} of the prompt is ${nameOf(messages[index])}; expected text or a message.`,
    hint: 'Give text, { role: "system" | "user" | "assistant", content }, or one of LangChain\'s messages.',
    details: { index },
  });
}

function isMessage(message: unknown): boolean {
  if (typeof message === "string") return true;
  if (typeof message !== "object" || message === null) return false;
  if ("getType" in message) return typeof message.getType === "function";
  const { role, content } = message as { readonly role?: unknown; readonly content?: unknown };
  const isContent = typeof content === "string" || (Array.isArray(content) && content.every(isBlock));
  return typeof role === "string" && ROLES.includes(role) && isContent;
}

const isBlock = (block: unknown) => typeof block === "object" && block !== null && "type" in block;

function nameOf(message: unknown): string {
  if (typeof message !== "object" || message === null) return String(message);
  const keys = Object.keys(message);
  return keys.length === 0 ? "an empty object" : `an object with the keys ${keys.slice(0, 8).join(", ")}`;
}
