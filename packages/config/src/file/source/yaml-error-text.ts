import type { ErrorCode } from "yaml";

interface ErrorText {
  readonly message: string;
  readonly hint: string;
}

const TEXTS: Partial<Record<ErrorCode, ErrorText>> = {
  ALIAS_PROPS: { message: "An alias has a tag or an anchor of its own.", hint: "Leave only *name." },
  BAD_ALIAS: {
    message: "An alias has no name, or one with strange characters.",
    hint: "Write *name as in &name, or quote the text.",
  },
  BAD_DIRECTIVE: {
    message: "A line that begins with % is a directive, and this one means nothing.",
    hint: "Take it out.",
  },
  BAD_DQ_ESCAPE: {
    message: "A backslash in double quotes begins an escape that YAML does not know.",
    hint: "Write \\\\ for a backslash, or use single quotes.",
  },
  BAD_INDENT: {
    message: "The indentation does not fit what stands around it.",
    hint: "Indent it by spaces, as its neighbours are.",
  },
  BAD_SCALAR_START: { message: "A text may not begin with this character.", hint: "Quote it." },
  BLOCK_AS_IMPLICIT_KEY: {
    message: "A value begins on a line that has another one already.",
    hint: 'Quote texts with ": " in them; put nested keys on lines of their own.',
  },
  BLOCK_IN_FLOW: {
    message: "Lists and maps by indentation cannot stand inside { } or [ ].",
    hint: "Close the bracket first, or use brackets inside too.",
  },
  MISSING_CHAR: {
    message: "A bracket, a quote, a comma or a space is missing.",
    hint: "Close what was opened before this place.",
  },
  MULTILINE_IMPLICIT_KEY: {
    message: "A key goes over several lines.",
    hint: "Is a colon missing on a line before? Or quote the text.",
  },
  MULTIPLE_ANCHORS: { message: "A value has two anchors.", hint: "Keep one." },
  MULTIPLE_DOCS: {
    message: "The file has several documents.",
    hint: "Take out the line ---, or make a file of each.",
  },
  MULTIPLE_TAGS: { message: "A value has two tags.", hint: "Take them out." },
  RESOURCE_EXHAUSTION: {
    message: "The file nests deeper than can be followed.",
    hint: "Flatten it.",
  },
  TAB_AS_INDENT: { message: "A line is indented by a tab.", hint: "Indent by spaces." },
  TAG_RESOLVE_FAILED: {
    message: "Tags of your own are not supported.",
    hint: "Leave the tag out; quote a value to make it a text.",
  },
};

/** Our own words for a defect that the library found: its messages repeat the text, which may be a secret. */
export function yamlErrorText(code: ErrorCode, at: string): ErrorText {
  const known = TEXTS[code];
  if (known !== undefined) return known;
  const received = /^[^\w\s]$/.test(at) ? ` ${JSON.stringify(at)}` : "";
  return {
    message: `There is something unexpected${received} here.`,
    hint: "Quote texts that have special characters; check indentation and brackets before this place.",
  };
}
