const words = (text: string) => text.trim().split(/\s+/);

/** Names that a plugin would have to share: its code would not compile, or a file of it could not be made. */
export const RESERVED_NAMES: ReadonlySet<string> = new Set([
  // Words of the language: a plugin's name becomes the name of a variable.
  ...words(`arguments await break case catch class const continue debugger default delete do else enum eval export
    extends false finally for function if implements import in instanceof interface let new null package private
    protected public return static super switch this throw true try typeof undefined var void while with yield`),
  // What the code around that variable uses.
  ...words("common config-schema contributes define-plugin define-tool fetch plugin simple-chat z"),
  // The step types that are there already.
  ...words(
    "agent branch chain-of-thought custom flow llm map memory-retrieval parallel plan-and-execute react tool tools-loop",
  ),
  // The models that are there already.
  ...words("offline ollama openai openrouter"),
  // Devices, which Windows sees in con.test.ts, too.
  ...words("aux con nul prn"),
  ...Array.from("0123456789", (digit) => [`com${digit}`, `lpt${digit}`]).flat(),
]);
