import { abortReason, throwIfAborted } from "@pergola/core";
import type { Tool } from "./tool.ts";

/** Keeps tools to their `concurrency`: an agent has one, shared by all its runs. */
export interface ToolSlots {
  /**
   * Waits until a call of the tool may begin; first come, first served.
   *
   * @returns what gives the place to the next one, once
   * @throws the signal's reason
   */
  take(tool: Tool, signal: AbortSignal): Promise<() => void>;
}

export function createToolSlots(): ToolSlots {
  const lines = new WeakMap<Tool, Line>();
  return {
    async take(tool, signal) {
      throwIfAborted(signal);
      if (tool.concurrency === undefined) return () => undefined;
      const line = lines.get(tool) ?? new Line(tool.concurrency);
      lines.set(tool, line);
      return line.take(signal);
    },
  };
}

/** Who waits for one tool. */
class Line {
  #free: number;
  readonly #waiting = new Set<() => void>();

  constructor(places: number) {
    this.#free = places;
  }

  async take(signal: AbortSignal): Promise<() => void> {
    if (this.#free > 0) this.#free -= 1;
    else await this.#wait(signal);
    let isTaken = true;
    return () => {
      if (isTaken) this.#giveBack();
      isTaken = false;
    };
  }

  #wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const begin = () => {
        signal.removeEventListener("abort", onAbort);
        resolve();
      };
      const onAbort = () => {
        this.#waiting.delete(begin);
        reject(abortReason(signal));
      };
      this.#waiting.add(begin);
      signal.addEventListener("abort", onAbort, { once: true });
    });
  }

  /** The place goes to whoever has waited longest, without being free in between. */
  #giveBack(): void {
    const [first] = this.#waiting;
    if (first === undefined) this.#free += 1;
    else {
      this.#waiting.delete(first);
      first();
    }
  }
}
