/** A flow's name as it can stand in a comment of HTML: what could end one is a hyphen. */
export function markerName(name: string): string {
  return name
    .replace(/[^\p{L}\p{N}_.:/\s-]+/gu, "-")
    .replace(/\s+/g, " ")
    .replace(/-{2,}/g, "-")
    .trim();
}
