const LONGEST = 120;
/** What a name that a model made up must look like to become a label. */
const NAME = /^[\w.:/@+-]{1,120}$/;
/** Stands for a name that is none. */
const OTHER = "(other)";

/** A name from the definition of an agent as a label value: one line of at most 120 characters. */
export function labelValue(text: string | undefined): string {
  if (text === undefined) return "";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
  return text.slice(0, LONGEST).replace(/[\u0000-\u001f\u007f]/g, " ");
}

/** A name that came from outside, such as a tool that a model asked for: a label never has free text in it. */
export function foreignLabelValue(text: string | undefined): string {
  if (text === undefined || text === "") return "";
  return NAME.test(text) ? text : OTHER;
}
