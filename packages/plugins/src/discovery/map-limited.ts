import { throwIfAborted } from "@pergola/core";

/** Files that are open at the same time. */
const AT_ONCE = 16;

/** `work` for every item, some at the same time, results in the order of the items. @throws the signal's reason */
export async function mapLimited<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
  signal: AbortSignal | undefined,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < items.length; index = next++) {
      throwIfAborted(signal);
      results[index] = await work(items[index] as Item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, worker));
  return results;
}
