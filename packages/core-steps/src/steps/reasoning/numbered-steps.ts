const NUMBER = /^\s*(?:[Ss]tep\s+)?\d{1,3}\s*[.):]\s+/;

/**
 * The steps of a text that numbers them (`1. …`, `2) …`, `Step 3: …`), without the numbers. A line without a number belongs to
 * the step before it; what comes before the first is left out. A text without numbers is one step, an empty one none.
 */
export function numberedSteps(text: string): readonly string[] {
  const steps: string[] = [];
  for (const line of text.split("\n")) {
    if (NUMBER.test(line)) steps.push(line.replace(NUMBER, ""));
    else if (steps.length > 0) steps.push(`${steps.pop()}\n${line}`);
  }
  const found = steps.length > 0 ? steps : [text];
  return found.map((step) => step.trim()).filter((step) => step !== "");
}

/** The other way round. */
export function toNumbered(steps: readonly string[]): string {
  return steps.map((step, index) => `${index + 1}. ${step}`).join("\n");
}
