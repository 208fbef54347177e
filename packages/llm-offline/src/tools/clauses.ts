import { sentencesOf } from "../text/sentences.ts";

/** Where one request ends and the next begins: `… and what time is it`, `… , then convert …`. */
const NEXT_REQUEST =
  /(?:,\s*|(?:,\s*|\s+)(?:and then|and also|and|then|also|plus)\s+)(?=(?:please\s+)?(?:what|what's|how|when|where|which|who|convert|calculate|compute|tell|show|give|find|get|search|look|list|send|create|add|roll|translate)\b)/i;

/** "… in Tokyo and London", "… in Tokyo and in London" */
const TWO_PLACES = /^(.*?\bin)\s+(\p{Lu}[\p{L} ]{0,40}?)\s+and\s+(?:in\s+)?(\p{Lu}[\p{L} ]{0,40})(\W*)$/u;

/** The requests that one message makes. */
export function clausesOf(message: string): readonly string[] {
  return sentencesOf(message)
    .flatMap((sentence) => sentence.split(NEXT_REQUEST))
    .flatMap(withoutPairs);
}

function withoutPairs(clause: string): readonly string[] {
  const [, lead, first, second, end = ""] = TWO_PLACES.exec(clause) ?? [];
  return lead === undefined ? [clause] : [`${lead} ${first}${end}`, `${lead} ${second}${end}`];
}
