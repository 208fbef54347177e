import type { RunEvent } from "@pergola/core";
import type { Turn, TurnPart } from "./turn.ts";

type Notice = Pick<Extract<TurnPart, { kind: "notice" }>, "text" | "error">;

/** Says in the answer that another model was asked, and why. */
export function noteFallback(turn: Turn, { from, to, error }: RunEvent<"model-fell-back">): Turn {
  return withNotice(turn, { text: `${from} did not answer (${error.code}). ${to} is asked instead.`, error });
}

/** Says in the answer that a service is left alone, or works again. A try whose end is not known yet is not told. */
export function noteBreaker(turn: Turn, event: RunEvent<"breaker-changed">): Turn {
  const { name, state, failures, openUntil } = event;
  if (state === "closed") return withNotice(turn, { text: `${name} works again.` });
  if (state === "half-open") return turn;
  const until = openUntil === undefined ? "for a while" : `until ${timeOf(openUntil)}`;
  return withNotice(turn, { text: `${name} failed ${times(failures)} and is left alone ${until}.` });
}

function withNotice(turn: Turn, notice: Notice): Turn {
  const id = `notice:${turn.parts.filter(({ kind }) => kind === "notice").length}`;
  return { ...turn, parts: [...turn.parts, { kind: "notice", id, ...notice }] };
}

const times = (count: number) => (count === 1 ? "once" : `${count} times in a row`);

const timeOf = (at: number) => new Date(at).toLocaleTimeString();
