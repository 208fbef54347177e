import { sentencesOf } from "../text/sentences.ts";

/** Where one request ends and the next begins: `… and what time is it`, `… , then convert …`. */
const NEXT_REQUEST =
  /(?:,\s*|\s+)(?:and|then|and then|also|and also|plus)\s+(?=(?:please\s+)?(?:what|what's|how|when|where|which|who|convert|calculate|compute|tell|show|give|find|get|search|look|list|send|create|add|roll|translate)\b)/i;

/** The requests that one message makes. */
export function clausesOf(message: string): readonly string[] {
  return sentencesOf(message).flatMap((sentence) => sentence.split(NEXT_REQUEST));
}
