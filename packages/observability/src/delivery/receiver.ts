/** Takes items in batches. What it throws loses the batch. */
export interface Receiver<T> {
  /** When the signal fires nobody waits for it any more. */
  write(batch: readonly T[], options: { readonly signal: AbortSignal }): void | Promise<void>;
}

/** A receiver that tells how many items of a batch were lost. */
export interface CountingReceiver<T> {
  write(batch: readonly T[], options: { readonly signal: AbortSignal }): Promise<number>;
}

/** One that takes all of a batch, or throws. */
export function wholeBatches<T>(receiver: Receiver<T>): CountingReceiver<T> {
  return {
    async write(batch, options) {
      await receiver.write(batch, options);
      return 0;
    },
  };
}

/** One that takes items one by one: an item that it throws at is lost alone. */
export function oneByOne<T>(
  write: (item: T, options: { readonly signal: AbortSignal }) => void | Promise<void>,
): CountingReceiver<T> {
  return {
    async write(batch, options) {
      let lost = 0;
      for (const item of batch) {
        if (options.signal.aborted) return lost;
        try {
          const written = write(item, options);
          if (written !== undefined) await written;
        } catch {
          lost += 1;
        }
      }
      return lost;
    },
  };
}
