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
    sentence.trimEnd().endsWith("?") ||
    /^(?:question:\s*)?(?:what|when|where|who|whom|whose|which|why|how)\b/i.test(sentence.trim())
  );
}

/** "I had a good time" asks for nothing; "I need the time" does. */
export function isStatement(sentence: string): boolean {
  const isAsking = isQuestion(sentence) || /^(?:i|we) (?:need|want|would like)\b/i.test(sentence);
  return (
    !isAsking &&
    /^(?:i|i'm|we|he|she|it|they|my|our|this|that|there|between|yesterday|last)\b/i.test(sentence)
  );
}
