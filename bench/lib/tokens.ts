/** What a model says in the work `stream`. */
export const TOKENS: readonly string[] = Array.from({ length: 1_000 }, (_, index) => ` tok${index % 10}`);

/** @param textOf the text of one piece @throws when the answer did not come token by token */
export async function countTokens<Piece>(
  stream: AsyncIterable<Piece>,
  textOf: (piece: Piece) => unknown,
): Promise<void> {
  let count = 0;
  for await (const piece of stream) if (textOf(piece) !== "") count++;
  if (count !== TOKENS.length) throw new Error(`${count} tokens came instead of ${TOKENS.length}.`);
}

/** For streams of bare text. */
export const asText = (piece: string): string => piece;
