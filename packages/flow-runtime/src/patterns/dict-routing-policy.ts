import { suggest } from "@pergola/core";
import { flowErrors } from "../errors.ts";
import type { Route } from "./route.ts";
import type { RoutingPolicy, RoutingRequest } from "./routing-policy.ts";

/** Routes by key. */
export type RouteTable = Readonly<Record<string, Route>>;

/** How a table is looked up. */
export interface DictRoutingOptions<Payload = unknown> {
  /** Where a key goes that the table does not have; null for nowhere. Default: such a key is an error. */
  readonly default?: Route;
  /** What a message is looked up by. Default: the topic of its headers. */
  readonly key?: (request: RoutingRequest<Payload>) => string | undefined;
}

/** A policy that is a table: a key of the message says the route. It can be changed while a flow runs. */
export class DictRoutingPolicy<Payload = unknown> implements RoutingPolicy<Payload> {
  readonly #key: (request: RoutingRequest<Payload>) => string | undefined;
  readonly #default: Route | undefined;
  #routes: ReadonlyMap<string, Route>;

  /** @throws INVALID_OPTIONS when a route is none */
  constructor(table: RouteTable, options: DictRoutingOptions<Payload> = {}) {
    const { key = ({ headers }) => headers.topic } = options;
    this.#key = key;
    this.#default = options.default;
    if (options.default !== undefined) assertRoute("the default", options.default);
    this.#routes = new Map(checkedEntries(table));
  }

  /**
   * Of plain data, as a JSON file gives it: `{ routes: { key: "node" }, default: null }`.
   *
   * @throws INVALID_OPTIONS
   */
  static from<Payload = unknown>(
    data: unknown,
    options: Pick<DictRoutingOptions<Payload>, "key"> = {},
  ): DictRoutingPolicy<Payload> {
    if (!isPlain(data) || !isPlain(data.routes)) throw invalid("A routing policy is no { routes: { … } }.");
    const stranger = Object.keys(data).find((key) => key !== "routes" && key !== "default");
    if (stranger !== undefined) throw invalid(`A routing policy has the key ${JSON.stringify(stranger)}.`);
    // Checked by the constructor.
    const table = data.routes as RouteTable;
    return new DictRoutingPolicy(table, {
      ...options,
      ...(data.default !== undefined && { default: data.default as Route }),
    });
  }

  /** Keys that have a route, sorted. */
  get keys(): readonly string[] {
    return [...this.#routes.keys()].sort();
  }

  /** Changes routes, all at once; undefined takes one out. Messages that are routed from now on go by it. @throws INVALID_OPTIONS */
  update(changes: Readonly<Record<string, Route | undefined>>): this {
    const routes = new Map(this.#routes);
    for (const [key, route] of Object.entries(changes)) {
      if (route === undefined) routes.delete(key);
      else routes.set(key, assertRoute(JSON.stringify(key), route));
    }
    this.#routes = routes;
    return this;
  }

  /** @throws INVALID_ROUTE for a key without a route, if there is no default */
  select(request: RoutingRequest<Payload>): Route {
    const key = this.#key(request);
    const route = key === undefined ? undefined : this.#routes.get(key);
    if (route !== undefined) return route;
    if (this.#default !== undefined) return this.#default;
    throw flowErrors.create("INVALID_ROUTE", {
      message: `The policy of router "${request.nodeName}" has no route for ${key === undefined ? "a message without a key" : JSON.stringify(key)}.`,
      hint: `Give it a default, which may be null. ${suggest(key ?? "", this.#routes.keys())}`,
      details: { node: request.nodeName, key, keys: this.keys },
    });
  }
}

function checkedEntries(table: RouteTable): [string, Route][] {
  return Object.entries(table).map(([key, route]) => [key, assertRoute(JSON.stringify(key), route)]);
}

function assertRoute(where: string, route: unknown): Route {
  const each: readonly unknown[] = Array.isArray(route) ? route : [route];
  if (route === null || each.every(isTarget)) return route as Route;
  throw invalid(`The route of ${where} is ${JSON.stringify(route)}.`);
}

function isTarget(target: unknown): boolean {
  return typeof target === "string" || (isPlain(target) && typeof target.name === "string");
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const invalid = (message: string) =>
  flowErrors.create("INVALID_OPTIONS", {
    message,
    hint: 'A route is a node, the name of one, a list of them, or null: { routes: { key: "node" }, default: null }.',
  });
