import type { Turn } from "../request/turn.ts";
import { contentWords, sharedWords } from "../text/content-words.ts";
import { isQuestion, sentencesOf } from "../text/sentences.ts";

/** A sentence that may hold an answer. */
interface Passage {
  readonly sentence: string;
  readonly from: "user" | "system";
}

/** Share of the question's words that a sentence must have. */
const LEAST_SHARE = 0.6;

/** Orders to the model are not passages. */
const INSTRUCTION =
  /^(?:you|your|never|always|do not|don't|please|answer|respond|reply|use|be|act|if|when)\b/i;

/**
 * The sentences of the conversation and of the passages in system messages that share most with the question, quoted
 * word for word; undefined when none shares enough.
 */
export function extractPassage(question: string, turns: readonly Turn[]): string | undefined {
  const wanted = contentWords(question);
  if (wanted.length === 0) return undefined;
  const scored = passagesOf(turns).map((passage) => ({
    ...passage,
    share: sharedWords(wanted, contentWords(passage.sentence)).length / wanted.length,
  }));
  const most = Math.max(0, ...scored.map(({ share }) => share));
  if (most < LEAST_SHARE) return undefined;
  const best = scored.findLast(({ share }) => share === most);
  if (best === undefined) return undefined;
  const lead = best.from === "user" ? "You said" : "The text that I was given says";
  return `${lead}:\n\n> ${best.sentence}`;
}

function passagesOf(turns: readonly Turn[]): readonly Passage[] {
  return turns.flatMap(({ role, text }) => {
    if (role !== "user" && role !== "system") return [];
    const sentences = sentencesOf(text).filter((sentence) => !isQuestion(sentence));
    const passages =
      role === "system" ? sentences.filter((sentence) => !INSTRUCTION.test(sentence)) : sentences;
    return passages.map((sentence) => ({ sentence, from: role }));
  });
}
