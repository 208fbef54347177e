import type { Route } from "../../patterns/route.ts";
import type { RoutingPolicy, RoutingRequest } from "../../patterns/routing-policy.ts";

/** What a policy says: names in order of the alphabet, none for nowhere, or that it refuses. */
export type Answer = readonly string[] | "refused";

/** @throws TypeError when it says something that is no route */
export async function answerOf(policy: RoutingPolicy, request: RoutingRequest): Promise<Answer> {
  let route: Route;
  try {
    route = await policy.select(request);
  } catch (error) {
    if (error instanceof Error) return "refused";
    throw new TypeError(`A policy threw ${String(error)}; expected an Error.`);
  }
  return namesOf(route);
}

/** @throws TypeError when it is no route */
export function namesOf(route: unknown): readonly string[] {
  if (route === null) return [];
  const each: readonly unknown[] = Array.isArray(route) ? route : [route];
  return [...new Set(each.map(nameOf))].sort();
}

function nameOf(target: unknown): string {
  const name =
    typeof target === "string" ? target : (target as { readonly name?: unknown } | null | undefined)?.name;
  if (typeof name === "string") return name;
  throw new TypeError(
    `A policy gave ${String(target)}; expected a successor, its name, a list of them, or null.`,
  );
}
