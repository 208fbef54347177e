import type { GraphActivity } from "@pergola/core";
import type { Drawable } from "../drawable.ts";
import type { ActivitySnapshot } from "./activity-snapshot.ts";
import { applyActivity } from "./apply-activity.ts";
import { startActivity } from "./start-activity.ts";

export interface WatchOptions {
  /** Ends the watching: the reader rejects with its reason. */
  readonly signal?: AbortSignal;
}

/**
 * Reads a stream of activities and gives snapshots. A slow reader gets fewer of them, never older ones: what came in the
 * meantime is in the next. Leaving the loop ends the stream.
 *
 * @throws INVALID_GRAPH
 */
export function watchActivity(
  drawable: Drawable,
  activities: AsyncIterable<GraphActivity>,
  { signal }: WatchOptions = {},
): AsyncIterableIterator<ActivitySnapshot, undefined, void> & AsyncDisposable {
  return read(startActivity(drawable), activities, signal);
}

async function* read(
  start: ActivitySnapshot,
  activities: AsyncIterable<GraphActivity>,
  signal: AbortSignal | undefined,
): AsyncGenerator<ActivitySnapshot, undefined, void> {
  const source = activities[Symbol.asyncIterator]();
  const latest = createLatest(start);
  const abort = () => latest.end(signal?.reason);
  signal?.addEventListener("abort", abort, { once: true });
  if (signal?.aborted) abort();
  else void pump(source, latest);
  try {
    while (await latest.changed()) yield latest.take();
    return undefined;
  } finally {
    signal?.removeEventListener("abort", abort);
    latest.end();
    // A source that hangs in next() would hang in return(), too: nobody waits for it.
    void Promise.resolve(source.return?.()).catch(() => undefined);
  }
}

/** The newest snapshot, and whether somebody has seen it. */
function createLatest(start: ActivitySnapshot) {
  let snapshot = start;
  let isNew = true;
  let ended: { readonly error: unknown } | undefined;
  let wake: (() => void) | undefined;
  const stir = () => {
    wake?.();
    wake = undefined;
  };
  return {
    get isOver() {
      return ended !== undefined;
    },
    apply(activity: GraphActivity) {
      snapshot = applyActivity(snapshot, activity);
      isNew = true;
      stir();
    },
    end(error?: unknown) {
      ended ??= { error };
      stir();
    },
    take() {
      isNew = false;
      return snapshot;
    },
    /** Resolves with whether there is a snapshot to take. */
    async changed(): Promise<boolean> {
      while (!isNew && ended === undefined) await new Promise<void>((resolve) => (wake = resolve));
      if (ended?.error !== undefined) throw ended.error;
      return isNew;
    },
  };
}

async function pump(
  source: AsyncIterator<GraphActivity>,
  latest: ReturnType<typeof createLatest>,
): Promise<void> {
  try {
    while (!latest.isOver) {
      const { value, done } = await source.next();
      if (done === true) break;
      if (!latest.isOver) latest.apply(value);
    }
    latest.end();
  } catch (error) {
    latest.end(error ?? new Error("The stream of activities failed."));
  }
}
