/** The sentences of a text, trimmed; a line break ends one too. A dot inside a number or a name does not. */
export function sentencesOf(text: string): readonly string[] {
  return text
    .split(/\n+|(?<=[.!?])\s+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== "");
}

/** Whether a sentence asks something: by its mark, or by the way it begins. */
export function isQuestion(sentence: string): boolean {
  return (
    /\?\s*$/.test(sentence) || /^(what|when|where|who|whom|whose|which|why|how)\b/i.test(sentence.trim())
  );
}
