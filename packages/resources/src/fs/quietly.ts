/** Tidies up after an error, which is worth more than whatever goes wrong with the tidying. */
export async function quietly(tidy: () => Promise<unknown>): Promise<void> {
  try {
    await tidy();
  } catch {
    // The caller throws the error that came first.
  }
}
