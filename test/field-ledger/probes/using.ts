import type { RunResult, RunStream } from "@pergola/builders";
import { type Closable, isPergolaError, type RunEvent } from "@pergola/core";

/** Uses an agent, or whatever else must be closed, and closes it. After a failure it does not wait for that: a run may hang. */
export async function using<Owner extends Closable, T>(
  made: Promise<Owner>,
  use: (owner: Owner) => Promise<T>,
): Promise<T> {
  const owner = await made;
  try {
    const used = await use(owner);
    await owner.close();
    return used;
  } catch (error) {
    owner.close().catch(() => undefined);
    throw error;
  }
}

/** The code of the error that some work ends with; undefined when it succeeds. Errors without a code are passed on. */
export async function codeOf(work: Promise<unknown>): Promise<string | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (isPergolaError(error)) return error.code;
    throw error;
  }
}

/** A run to its end: its events, and its result unless it failed. */
export async function played(stream: RunStream) {
  const events: RunEvent[] = [];
  for await (const event of stream) events.push(event);
  const result: RunResult | undefined = await stream.result.catch(() => undefined);
  return { events, result };
}

/** Those events of a type. */
export function ofType<Type extends RunEvent["type"]>(events: readonly RunEvent[], type: Type) {
  return events.filter((event) => event.type === type) as unknown as readonly RunEvent<Type>[];
}
