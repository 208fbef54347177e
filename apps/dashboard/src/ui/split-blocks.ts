const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)$/;
const DEFINITION = /^ {0,3}\[[^\]]+\]:/m;
/** A line that may belong to what stands before the blank line: list items, indented lines, quotes, HTML. */
const CONTINUES = /^(\s|[-*+>|<]|\d{1,9}[.)])/;

/**
 * Cuts Markdown into blocks that can be rendered one by one, so that while an answer streams only its last block is
 * parsed again. It cuts only where the pieces mean the same alone; joined with nothing they are the text again.
 */
export function splitBlocks(text: string): string[] {
  if (DEFINITION.test(text)) return [text];
  const blocks: string[] = [];
  let block = "";
  let fence: string | undefined;
  let isAfterBlank = false;
  for (const line of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    if (fence === undefined && isAfterBlank && block.trim() !== "" && !CONTINUES.test(line)) {
      blocks.push(block);
      block = "";
    }
    fence = fenceAfter(line.trimEnd(), fence);
    block += line;
    isAfterBlank = line.trim() === "";
  }
  if (block !== "") blocks.push(block);
  return blocks;
}

/** The fence that is open after the line, if one is. */
function fenceAfter(line: string, open: string | undefined): string | undefined {
  const [, marks, rest] = FENCE.exec(line) ?? [];
  if (marks === undefined) return open;
  if (open === undefined) return marks.startsWith("`") && rest?.includes("`") ? undefined : marks;
  const isClosing = marks[0] === open[0] && marks.length >= open.length && rest?.trim() === "";
  return isClosing ? undefined : open;
}
