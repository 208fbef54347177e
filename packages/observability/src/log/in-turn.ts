/** What was last begun for each key. */
const last = new Map<string, Promise<void>>();

/** Does the work when all that was begun for the key before has ended, well or badly. */
export async function inTurn(key: string, work: () => Promise<void>): Promise<void> {
  const turn = (last.get(key) ?? Promise.resolve()).then(work);
  const ended = turn.catch(() => {});
  last.set(key, ended);
  try {
    await turn;
  } finally {
    if (last.get(key) === ended) last.delete(key);
  }
}
