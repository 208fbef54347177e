const FENCE = /^\s*(`{3,}|~{3,})([\s\S]*)$/;

/** Reads a page of Markdown line by line and knows what is in a block of code. */
export class FenceReader {
  #fence: string | undefined;

  /** Takes the next line. @returns whether it belongs to a block of code, as its first and last line do */
  take(line: string): boolean {
    const [, fence = "", rest = ""] = FENCE.exec(line) ?? [];
    if (this.#fence === undefined) {
      const opens = fence !== "" && !(fence.startsWith("`") && rest.includes("`"));
      if (opens) this.#fence = fence;
      return opens;
    }
    if (fence.startsWith(this.#fence) && rest.trim() === "") this.#fence = undefined;
    return true;
  }
}
