import type { Connection } from "./connection.ts";

/** What an opening found in the file. */
export interface Recovery {
  /** The largest number that the file's counter has given. */
  readonly lastRevision: number;
  readonly interruptedTurns: number;
}

const INTERRUPT = `
  UPDATE pergola.turn SET status = 'interrupted', finished_at = $1
  WHERE status = 'pending' AND owner_id <> $2
  RETURNING position`;

/**
 * Turns the pending turns of earlier openings into interrupted ones: their process is gone, because a file belongs to
 * one opening at a time.
 */
export async function recoverTurns(
  connection: Connection,
  opening: { readonly ownerId: string; readonly now: number },
): Promise<Recovery> {
  const interrupted = await connection.rows(INTERRUPT, (update) => {
    update.bindBigInt(1, BigInt(opening.now));
    update.bindVarchar(2, opening.ownerId);
  });
  const [row] = await connection.rows("SELECT coalesce(max(revision), 0) AS last FROM pergola.turn");
  return { lastRevision: Number(row?.last), interruptedTurns: interrupted.length };
}
