/** Headers, search parameters, forms: what has entries that are not its properties. */
export interface Named {
  entries(): Iterable<readonly [key: string, value: unknown]>;
}

const NAMED = new Set(["Headers", "URLSearchParams", "FormData"]);

export function hasEntries(value: object): value is Named {
  const { [Symbol.toStringTag]: tag, entries } = value as Readonly<Record<PropertyKey, unknown>>;
  return typeof tag === "string" && NAMED.has(tag) && typeof entries === "function";
}

export interface TellsJson {
  toJSON(): unknown;
}

export function hasJson(value: object): value is TellsJson {
  return typeof (value as Partial<TellsJson>).toJSON === "function";
}

interface PropertyKeyOf {
  readonly key: string | symbol;
  readonly isEnumerable: boolean;
}

/** What an error shows although it may be hidden or its class's. */
const OF_ERRORS = ["name", "message", "stack", "cause"];

/** The properties that JSON or an inspector shows; of an error also those that it hides. */
export function propertyKeys(value: object): readonly PropertyKeyOf[] {
  const isShown = (key: PropertyKey) => Object.prototype.propertyIsEnumerable.call(value, key);
  const own = Reflect.ownKeys(value).map((key) => ({ key, isEnumerable: isShown(key) }));
  if (!(value instanceof Error)) return own.filter(({ isEnumerable }) => isEnumerable);
  const inherited = OF_ERRORS.filter((key) => key in value && !Object.hasOwn(value, key));
  return [...own, ...inherited.map((key) => ({ key, isEnumerable: false }))];
}
