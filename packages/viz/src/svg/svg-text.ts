/** Text inside an element or a quoted attribute of XML. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A number with at most two digits after the point. */
export const num = (value: number): string => String(Math.round(value * 100) / 100 + 0);

export interface TextBlock {
  readonly x: number;
  /** Upper end of the first line. */
  readonly y: number;
  readonly lineHeight: number;
  readonly fontSize: number;
  readonly className: string;
}

/** Lines below each other, one element each, so that they can be read and selected. */
export function svgLines(
  lines: readonly string[],
  { x, y, lineHeight, fontSize, className }: TextBlock,
): string {
  // A base line at this height puts the small letters in the middle of the line.
  const rise = (lineHeight + fontSize * 0.7) / 2;
  return lines
    .map((line, index) => {
      const at = num(y + index * lineHeight + rise);
      return `<text class="${className}" x="${num(x)}" y="${at}">${escapeXml(line)}</text>`;
    })
    .join("");
}
