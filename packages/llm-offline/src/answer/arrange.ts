/** Does what needs no knowledge: repeats a text, or writes items as a list. Undefined when that is not asked. */
export function arrange(message: string): string | undefined {
  return repeated(message) ?? listed(message);
}

function repeated(message: string): string | undefined {
  const match = /^\s*(?:please\s+)?(?:repeat(?: after me)?|say|echo)\s*(?::|(?=["“]))(.+)$/is.exec(message);
  return unquoted(match?.[1]?.trim() ?? "") || undefined;
}

/** Without the quotes around all of it; one that is not closed, or stands inside, stays. */
function unquoted(text: string): string {
  return (/^["“]([^"“”]*)["”]$/.exec(text)?.[1] ?? text).trim();
}

function listed(message: string): string | undefined {
  const match =
    /^\s*(?:please\s+)?(?:make|write|give me|show me|create)?\s*(?:an?\s+)?(numbered |ordered )?list(?: of)?\s*:?\s+(.+)$/is.exec(
      message,
    );
  const items = (match?.[2] ?? "")
    .split(/\s*[,;\n]\s*(?:and\s+)?|\s+and\s+/)
    .map((item) => item.replace(/[.!?\s]+$/, "").trim())
    .filter((item) => item !== "");
  if (items.length < 2) return undefined;
  return items.map((item, index) => `${match?.[1] === undefined ? "-" : `${index + 1}.`} ${item}`).join("\n");
}
