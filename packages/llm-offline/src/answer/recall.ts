import type { Turn } from "../request/turn.ts";
import { contentWords, sharedWords } from "../text/content-words.ts";

/** "My favourite colour is green." */
const OWN_FACT = /\bmy\s+([a-z][a-z' -]{0,40}?)\s+(?:is|are|was|were)\s+(?!what\b|it\b|not\b)([^.!?\n,;]+)/gi;
const OWN_NAME =
  /\b(?:i am called|i'm called|call me|i am|i'm)\s+(\p{Lu}[\p{L}'-]*(?:\s+\p{Lu}[\p{L}'-]*)*)/gu;

/** Answers what the user asks about the conversation itself; undefined when that is not the question. */
export function recall(question: string, earlier: readonly Turn[]): string | undefined {
  return recallMessage(question, earlier) ?? recallFact(question, earlier);
}

function recallMessage(question: string, earlier: readonly Turn[]): string | undefined {
  const said = (role: Turn["role"]) => earlier.filter((turn) => turn.role === role && turn.text !== "");
  if (
    /\bwhat (?:did|have) you (?:just )?(?:say|said|answer|answered)\b|\byour (?:last|previous) answer\b/i.test(
      question,
    )
  ) {
    return quote("I said", said("assistant").at(-1), "I have not said anything before in this conversation.");
  }
  const isAboutMine =
    /\bwhat (?:did|have) i (?:just |first )?(?:ask|asked|say|said|tell|told|write)\b(?!.*\bmy\b)|\bmy (?:last|previous|first|earlier) (?:question|message)\b/i;
  if (!isAboutMine.test(question)) return undefined;
  const mine = said("user");
  return quote(
    "You said",
    /\bfirst\b/i.test(question) ? mine[0] : mine.at(-1),
    "You have not said anything before in this conversation.",
  );
}

function quote(lead: string, turn: Turn | undefined, none: string): string {
  if (turn === undefined) return none;
  return `${lead}:\n\n> ${turn.text.trim().replaceAll("\n", "\n> ")}`;
}

function recallFact(question: string, earlier: readonly Turn[]): string | undefined {
  const isAsked = /\bwho am i\b/i.test(question)
    ? "name"
    : /\b(?:what|who|which|when|where|remember|know|say|said)\b.*?\bmy\s+([a-z' -]+)/i.exec(question)?.[1];
  if (isAsked === undefined) return undefined;
  const wanted = contentWords(isAsked);
  const fact = factsOf(earlier).findLast(({ subject }) => isSame(wanted, contentWords(subject)));
  const subject = isAsked.replace(/\b(?:is|was|are|were)\b.*$/i, "").trim();
  return fact === undefined
    ? `You have not told me your ${subject} in this conversation, and I do not guess.`
    : `You told me that your ${fact.subject} is ${fact.value}.`;
}

function isSame(wanted: readonly string[], subject: readonly string[]): boolean {
  return subject.length > 0 && sharedWords(subject, wanted).length === subject.length;
}

/** What the user said of themselves, oldest first. */
export function factsOf(
  turns: readonly Turn[],
): readonly { readonly subject: string; readonly value: string }[] {
  return turns
    .filter(({ role }) => role === "user")
    .flatMap(({ text }) => [
      ...Array.from(text.matchAll(OWN_NAME), ([, value = ""]) => ({ subject: "name", value: value.trim() })),
      ...Array.from(text.matchAll(OWN_FACT), ([, subject = "", value = ""]) => ({
        subject,
        value: factValue(value),
      })),
    ]);
}

/** "Ada and I live in Lisbon" is two facts; the first ends before the second. */
const factValue = (text: string) => text.replace(/\s+and\s+(?:i|my)\b.*$/i, "").trim();
