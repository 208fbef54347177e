/** What a model says: pieces of text, or one call of a tool. */
export type Reply = readonly string[] | { readonly tool: string; readonly arguments: object };

/** The last message that a model got, whatever a framework's messages look like. */
export interface LastMessage {
  readonly isToolResult: boolean;
  readonly text: string;
}

/** Adds one to the user's number with the tool `add`, then says the sum. */
export function addOne({ isToolResult, text }: LastMessage): Reply {
  if (isToolResult) return [`sum ${numberIn(text)}`];
  return { tool: "add", arguments: { a: numberIn(text), b: 1 } };
}

/** Frameworks wrap a tool's result in different ways: the number is what counts. */
function numberIn(text: string): number {
  const [digits] = /\d+/.exec(text) ?? [];
  if (digits === undefined) throw new Error(`The model got no number: ${text}.`);
  return Number(digits);
}

/** @throws when the answer to `index` is not its sum. */
export function checkSum(index: number, answer: unknown): void {
  if (answer !== `sum ${index + 1}`) throw new Error(`Wrong answer to ${index}: ${JSON.stringify(answer)}.`);
}

export const ADD = { name: "add", description: "Adds two numbers." } as const;

export const ADDER_PROMPT = "Add with the tool.";
