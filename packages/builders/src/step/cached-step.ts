import { isDeepStrictEqual } from "node:util";
import type { BaseMessage } from "@langchain/core/messages";
import type { StepWrite } from "@pergola/core-steps";
import type { LangChainMessages } from "@pergola/resources";
import { fromStored, toStored } from "../conversation/stored-messages.ts";
import { sayMessages } from "../run/say-messages.ts";
import type { StepChanges } from "./check-changes.ts";
import { plainCopy } from "./plain-copy.ts";
import type { CachedWrite, StepCache } from "./step-cache.ts";
import { cacheKey, notCacheable } from "./step-cache-key.ts";
import type { StepCall } from "./step-call.ts";

declare module "@pergola/core" {
  interface RunEventMap {
    /** A step was not run: what it had returned for the same state was used again. */
    "step-cached": { readonly step: string };
  }
}

/** What the cache has for the call's state, else what `work` makes. @throws STEP_NOT_CACHEABLE */
export async function withStepCache(
  cache: StepCache,
  call: StepCall,
  classes: LangChainMessages,
  work: () => Promise<StepChanges>,
): Promise<StepChanges> {
  const { journal, services } = call.run;
  const key = cacheKey(cache, call);
  const found = cache.get(key, services.clock);
  if (found !== undefined) {
    journal.emit({ type: "step-cached", step: cache.step });
    return { writes: found.map((write) => replay(write, call, { classes, step: cache.step })) };
  }
  const changes = await work();
  if (changes.command !== undefined) throw notCacheable(cache.step, "it returned a Command");
  const remembered = changes.writes.map((write) => toCached(write, call, cache.step));
  cache.set(key, remembered, services.clock);
  return changes;
}

function toCached([key, value]: StepWrite, { state }: StepCall, step: string): CachedWrite {
  if (key === "messages") {
    const given = (state.messages ?? []) as readonly BaseMessage[];
    const added = addedTo(given, value as readonly BaseMessage[], step);
    return { key, value: undefined, messages: added.map(toStored) };
  }
  const refuse = () => {
    throw notCacheable(step, `"${key}" got an instance of a class, which all runs would share`);
  };
  return { key, value: plainCopy(value, refuse) };
}

/** What a step that may return the whole conversation has added to it. @throws STEP_NOT_CACHEABLE when it changed it */
function addedTo(given: readonly BaseMessage[], returned: readonly BaseMessage[], step: string) {
  return returned.filter((message) => {
    const known = given.find(({ id }) => id !== undefined && id === message.id) ?? message;
    const isChange = message.getType() === "remove" || !isDeepStrictEqual(toStored(known), toStored(message));
    if (isChange) throw notCacheable(step, "it changed messages that were there");
    return known === message && !given.includes(message);
  });
}

/** The write once more: messages are new ones, which the conversation appends and the reader is told. */
function replay(
  { key, value, messages }: CachedWrite,
  { run }: StepCall,
  { classes, step }: { readonly classes: LangChainMessages; readonly step: string },
): StepWrite {
  if (messages === undefined) return [key, plainCopy(value)];
  const fresh = messages.map((message) => fromStored({ ...message, id: crypto.randomUUID() }, classes));
  sayMessages(run, step, fresh);
  return [key, fresh];
}
