import { type FlowNode, type NodeContext, type NodeOptions, node } from "./index.ts";

/** One execution of a held node. */
export interface Held {
  readonly payload: unknown;
  readonly context: NodeContext;
  readonly resolve: (result?: unknown) => void;
  readonly reject: (error: unknown) => void;
}

export interface HeldNode<Name extends string> extends FlowNode<Name, unknown, unknown> {
  /** All executions so far, in order. */
  readonly held: Held[];
  readonly payloads: unknown[];
}

/** A node whose executions end when the test says so. */
export function heldNode<const Name extends string>(
  name: Name,
  options: Omit<NodeOptions, "name"> = {},
): HeldNode<Name> {
  const held: Held[] = [];
  const made = node(
    { ...options, name },
    (payload: unknown, context) =>
      new Promise((resolve, reject) => held.push({ payload, context, resolve, reject })),
  );
  return {
    ...made,
    held,
    get payloads() {
      return held.map(({ payload }) => payload);
    },
  };
}

/** Lets everything that is ready run. */
export const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

/** The code of what it rejects with. */
export const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => "nothing was thrown",
    (error: { code?: unknown }) => error.code ?? error,
  );

/** The code of what it throws. */
export function thrownCode(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return (error as { code?: unknown }).code ?? error;
  }
  return "nothing was thrown";
}
