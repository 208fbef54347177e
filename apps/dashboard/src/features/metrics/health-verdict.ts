import type { AgentHealth, BreakerSnapshot } from "@pergola/resources";
import type { StateTone } from "../../ui/state-dot.tsx";

/** How an agent is, in a colour and in words. */
export interface HealthVerdict {
  readonly tone: Extract<StateTone, "ok" | "warn" | "error">;
  readonly words: string;
}

const BROKEN: ReadonlySet<string> = new Set(["failed", "closing", "closed"]);

/** What one can count on: all of it, a part of it (something rests, and something else answers), or nothing. */
export function healthVerdict({ status, resources, breakers }: AgentHealth, now: number): HealthVerdict {
  if (status === "ok") return { tone: "ok", words: "Everything works" };
  const broken = resources.filter(({ state }) => BROKEN.has(state)).map(({ name }) => name);
  if (broken.length > 0) return { tone: "error", words: `Does not work: ${broken.join(", ")}` };
  const isOpen = breakers.length > 0 && breakers.every((each) => breakerState(each, now) === "open");
  return isOpen
    ? { tone: "error", words: "Does not work: no call goes through" }
    : { tone: "warn", words: "Works in part" };
}

/** An open breaker is told as one until a call tries, however long it has been allowed to. */
export function breakerState({ state, openUntil }: BreakerSnapshot, now: number): BreakerSnapshot["state"] {
  return state === "open" && openUntil !== undefined && openUntil <= now ? "half-open" : state;
}

/** The colour of a resource or of a breaker. */
export function stateTone(state: string): StateTone {
  if (state === "ready" || state === "closed") return "ok";
  if (state === "half-open" || state === "starting") return "warn";
  return state === "open" || state === "failed" ? "error" : "quiet";
}
