import type { Position } from "./position.ts";

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] extends readonly (infer Item)[] ? Item[] : T[Key] };

/** A position that a step changes. It becomes the run's only if the step ends well. */
export type Draft = Omit<Mutable<Position>, "scratch"> & { scratch: Record<string, unknown> };

export function draftOf(position: Position): Draft {
  const { scratch, said, queue, results, tools, streamed } = position;
  return {
    ...position,
    // Without a prototype: a result may be called like anything.
    scratch: Object.assign(Object.create(null), scratch) as Record<string, unknown>,
    said: [...said],
    queue: [...queue],
    results: [...results],
    tools: [...tools],
    streamed: [...streamed],
  };
}

/** Stores a result under a key. */
export function storeResult(draft: Draft, key: string, value: unknown): void {
  draft.scratch[key] = value;
  if (!draft.results.includes(key)) draft.results.push(key);
}
