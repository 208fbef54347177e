/** A file, as far as its lines go. */
interface Lined {
  readonly text: string;
}

const made = new WeakMap<Lined, readonly number[]>();

/** Offsets at which the lines of a file begin; found once, however many places are asked for. */
function lineStarts(file: Lined): readonly number[] {
  const known = made.get(file);
  if (known !== undefined) return known;
  const starts = [0];
  for (let at = file.text.indexOf("\n"); at !== -1; at = file.text.indexOf("\n", at + 1)) starts.push(at + 1);
  made.set(file, starts);
  return starts;
}

/** How many lines a file has. What ends with a line break has no further line after it. */
export function lineCount(file: Lined): number {
  const starts = lineStarts(file);
  return starts.length > 1 && starts.at(-1) === file.text.length ? starts.length - 1 : starts.length;
}

/** The line, from 0, that an offset stands in. */
export function lineAt(file: Lined, offset: number): number {
  const starts = lineStarts(file);
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Where a line, from 0, begins and ends, its break excluded. */
export function lineRange(file: Lined, line: number): { readonly start: number; readonly end: number } {
  const starts = lineStarts(file);
  const next = starts[line + 1];
  return { start: starts[line] ?? 0, end: next === undefined ? file.text.length : next - 1 };
}
