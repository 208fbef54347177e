const padded = (value: number, digits: number) => String(value).padStart(digits, "0");

/** `14:05`, in the reader's own time zone. `at` is epoch milliseconds. */
export function clockTime(at: number): string {
  const date = new Date(at);
  return `${padded(date.getHours(), 2)}:${padded(date.getMinutes(), 2)}`;
}

/** `14:05:07.042`, in the reader's own time zone. */
export function preciseTime(at: number): string {
  const date = new Date(at);
  return `${clockTime(at)}:${padded(date.getSeconds(), 2)}.${padded(date.getMilliseconds(), 3)}`;
}
