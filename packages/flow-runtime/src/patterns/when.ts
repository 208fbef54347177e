import { Edges } from "../edges.ts";
import type { AnyNode, CheckedTargets, FlowNode, OutputOf, Routed } from "../flow-node.ts";
import { assertFunction } from "./assert-function.ts";
import { defineRouter } from "./define-router.ts";

/** Where a conditional edge leads. */
export interface WhenTargets {
  /** Where it goes when the condition holds. */
  readonly yes: AnyNode;
  /** Where it goes otherwise. Default: nowhere. */
  readonly no?: AnyNode;
  /** Name of the router in between. Default: `<source>-to-<yes>`. */
  readonly name?: string;
}

type ConditionName<Source extends AnyNode, Targets extends WhenTargets> = Targets extends {
  readonly name: infer Name extends string;
}
  ? Name
  : `${Source["name"]}-to-${Targets["yes"]["name"]}`;
type Condition<Source extends AnyNode, Targets extends WhenTargets> = FlowNode<
  ConditionName<Source, Targets>,
  OutputOf<Source>,
  Routed<OutputOf<Source>>
>;
type TargetOf<Targets extends WhenTargets> =
  | Targets["yes"]
  | (Targets extends { readonly no: infer No extends AnyNode } ? No : never);
type Checked<Source extends AnyNode, Targets extends WhenTargets> = {
  readonly [Key in keyof Targets]: Targets[Key] extends AnyNode
    ? CheckedTargets<Condition<Source, Targets>, readonly [Targets[Key]]>[0]
    : Targets[Key];
};

/**
 * A conditional edge, for the edges of a flow: `edges: [...when(read, (text) => text !== "", { yes: parse })]`.
 *
 * @throws INVALID_NODE
 */
export function when<Source extends AnyNode, const Targets extends WhenTargets>(
  source: Source,
  holds: (payload: OutputOf<Source>) => boolean | PromiseLike<boolean>,
  targets: Targets & Checked<Source, Targets>,
): readonly [
  Edges<Source, Condition<Source, Targets>>,
  Edges<Condition<Source, Targets>, TargetOf<Targets>>,
] {
  const { yes, no, name = `${source.name}-to-${yes.name}` }: WhenTargets = targets;
  assertFunction(name, "condition", holds);
  const chosen = (isHeld: boolean) => (isHeld ? yes : (no ?? null));
  const choose = (payload: unknown) => {
    const held = holds(payload as OutputOf<Source>);
    return typeof held === "boolean" ? chosen(held) : held.then(chosen);
  };
  const labels = { ...(no !== undefined && { [no.name]: "no" }), [yes.name]: "yes" };
  const condition = defineRouter({ name }, choose, labels) as unknown as Condition<Source, Targets>;
  // The targets as the compiler has checked them.
  const to = (no === undefined ? [yes] : [yes, no]) as TargetOf<Targets>[];
  return [new Edges(source, [condition]), new Edges(condition, to)];
}
