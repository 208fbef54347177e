/** Most model calls at a time whose texts are measured, and how much of a text is kept. */
const MAX_CALLS = 1_000;
const MAX_TEXT = 16_384;

interface Said {
  model: string;
  length: number;
  text: string;
}

export interface CallTextsOptions {
  readonly keepsText: boolean;
  /** Default false. */
  readonly measuresPrompts?: boolean;
}

/** What open model calls have said so far. */
export class CallTexts {
  /** Whether texts are wanted, and not only their lengths. */
  readonly keepsText: boolean;
  /** Whether somebody wants to know how long prompts are: what a model is sent is described only for who reads it. */
  readonly measuresPrompts: boolean;
  readonly #calls = new Map<string, Said>();

  constructor({ keepsText, measuresPrompts = false }: CallTextsOptions) {
    this.keepsText = keepsText;
    this.measuresPrompts = measuresPrompts;
  }

  /** The call begins; the oldest makes room. */
  begin(key: string, model: string): void {
    const [oldest] = this.#calls.keys();
    if (this.#calls.size >= MAX_CALLS && oldest !== undefined) this.#calls.delete(oldest);
    this.#calls.set(key, { model, length: 0, text: "" });
  }

  goesTo(key: string, model: string): void {
    const said = this.#calls.get(key);
    if (said !== undefined) said.model = model;
  }

  add(key: string, text: string): void {
    const said = this.#calls.get(key);
    if (said === undefined) return;
    said.length += text.length;
    if (this.keepsText && said.text.length < MAX_TEXT)
      said.text += text.slice(0, MAX_TEXT - said.text.length);
  }

  end(key: string): Readonly<Said> | undefined {
    const said = this.#calls.get(key);
    this.#calls.delete(key);
    return said;
  }
}

/** How long the texts of a model's request are, together. */
export function promptLength(request: unknown): number | undefined {
  const { messages } = (request ?? {}) as { readonly messages?: unknown };
  if (!Array.isArray(messages)) return undefined;
  return messages.reduce<number>((sum, message) => sum + textLength(message?.content), 0);
}

function textLength(content: unknown): number {
  if (typeof content === "string") return content.length;
  if (!Array.isArray(content)) return 0;
  return content.reduce<number>(
    (sum, part) => sum + (typeof part?.text === "string" ? part.text.length : 0),
    0,
  );
}
