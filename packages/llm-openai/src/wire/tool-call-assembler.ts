import type { RawToolCall } from "@pergola/resources";
import type { WireToolCall } from "./wire-chunk.ts";

/** A fragment of a tool call: the first of a call has its id and name. */
export interface ToolCallDelta {
  readonly type: "tool-call";
  /** Which call of the answer, from 0. */
  readonly index: number;
  readonly id?: string;
  readonly name?: string;
  readonly arguments: string;
}

interface PartialCall {
  readonly wireIndex: number | undefined;
  readonly id: string;
  readonly name: string;
  arguments: string;
}

/** Puts tool calls together from their fragments. */
export class ToolCallAssembler {
  readonly #calls: PartialCall[] = [];

  /**
   * Takes one fragment. Servers differ: some leave the index out, some give every call the index 0, some repeat id
   * and name with every fragment. A new id with a name begins a new call.
   */
  add(fragment: WireToolCall): ToolCallDelta {
    const text = argumentsText(fragment.function?.arguments);
    const place = this.#placeOf(fragment);
    const call = this.#calls[place];
    if (call !== undefined) {
      call.arguments += text;
      return { type: "tool-call", index: place, arguments: text };
    }
    const id = fragment.id || `call_${place}`;
    const name = fragment.function?.name ?? "";
    this.#calls.push({ wireIndex: fragment.index, id, name, arguments: text });
    return { type: "tool-call", index: place, id, name, arguments: text };
  }

  get calls(): readonly RawToolCall[] {
    return this.#calls.map(({ id, name, arguments: text }) => ({ id, name, arguments: text }));
  }

  #placeOf({ index, id, function: called }: WireToolCall): number {
    const calls = this.#calls;
    const last = calls.findLastIndex((call) => index === undefined || call.wireIndex === index);
    if (last < 0) return calls.length;
    const isNewId = typeof id === "string" && id !== "" && id !== calls[last]?.id;
    const isNewCall = isNewId || (index === undefined && !id);
    return isNewCall && called?.name ? calls.length : last;
  }
}

/** Some servers send the arguments as an object. */
function argumentsText(value: unknown): string {
  if (typeof value === "string") return value;
  return value === undefined || value === null ? "" : JSON.stringify(value);
}
