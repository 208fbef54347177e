/**
 * A step as people read it: without the steps that it is inside of. Nodes that were named by the builder
 * (`tools_loop_step_0`) are called by their type (`tools-loop`), with a number from the second on; names that somebody
 * gave stay.
 */
export function stepLabel(step: string, kind: string): string {
  const own = step.slice(step.lastIndexOf(".") + 1);
  const [, prefix, index] = /^(.+)_step_(\d+)$/.exec(own) ?? [];
  if (prefix === undefined || prefix !== kind.replaceAll("-", "_")) return own;
  return index === "0" ? kind : `${kind} ${Number(index) + 1}`;
}
