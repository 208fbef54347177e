/**
 * A step as people read it: nodes that were named by the builder (`tools_loop_step_0`) are called by their type
 * (`tools-loop`), with a number from the second on; names that somebody gave stay.
 */
export function stepLabel(step: string, kind: string): string {
  const [, prefix, index] = /^(.+)_step_(\d+)$/.exec(step) ?? [];
  if (prefix === undefined || prefix !== kind.replaceAll("-", "_")) return step;
  return index === "0" ? kind : `${kind} ${Number(index) + 1}`;
}
