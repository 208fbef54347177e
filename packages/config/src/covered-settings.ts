import { isPlain, shownValue } from "./shown-value.ts";

/** Node's `util.inspect` looks for it. */
const INSPECT = Symbol.for("nodejs.util.inspect.custom");

/** What is nested deeper is left as it is. */
const MAX_DEPTH = 50;

type Settings = Readonly<Record<string, unknown>>;
type Inspect = (value: unknown, options: object) => string;

/** Copies that were made once stay: a definition that is extended has the same parts. */
const covered = new WeakSet<object>();

/**
 * A part of a definition in which the settings of providers show no secret as JSON or in `util.inspect`. They are copies that
 * read, compare and spread as what was given; what is live, and all else, is the very same.
 */
export function withCoveredSettings(part: unknown): unknown {
  const seen = new Map<object, unknown>();
  const cover = (value: unknown, depth: number): unknown => {
    if (!Array.isArray(value) && !isPlain(value)) return value;
    if (isSettings(value)) return coveredSettings(value);
    if (depth > MAX_DEPTH || seen.has(value)) return seen.get(value) ?? value;
    seen.set(value, value);
    const entries = Object.entries(value).map(([key, each]) => [
      key,
      LIVE.has(key) ? each : cover(each, depth + 1),
    ]);
    const isSame = entries.every(([key, each]) => each === Reflect.get(value, key as string));
    if (!isSame)
      seen.set(value, Array.isArray(value) ? entries.map(([, each]) => each) : fromEntries(entries));
    return seen.get(value);
  };
  return cover(part, 0);
}

/** The config of a provider. Maps and lists in it are covered each for itself; an object with methods stays what it is. */
export function coveredSettings(settings: Settings): Settings {
  const copies = new Map<object, object>();
  const copyOf = (value: unknown, depth: number): unknown => {
    if (depth > MAX_DEPTH || typeof value !== "object" || value === null || covered.has(value)) return value;
    if (!Array.isArray(value) && !(isPlain(value) && (depth === 0 || isData(value)))) return value;
    const made = copies.get(value);
    if (made !== undefined) return made;
    const copy: object = Array.isArray(value) ? [] : {};
    copies.set(value, copy);
    for (const [key, each] of Object.entries(value))
      Object.defineProperty(copy, key, { value: copyOf(each, depth + 1), ...ORDINARY });
    return Array.isArray(value) ? copy : cover(copy);
  };
  return copyOf(settings, 0) as Settings;
}

const ORDINARY = { enumerable: true, configurable: true, writable: true };

function cover(copy: object): object {
  const shown = () => shownValue({ ...copy }, []);
  const inspected = (_: number, options: object, inspect: Inspect) => inspect(shown(), options);
  Object.defineProperty(copy, "toJSON", { value: shown });
  Object.defineProperty(copy, INSPECT, { value: inspected });
  covered.add(copy);
  return copy;
}

/** Keys of steps below which objects are code, and known by their identity. */
const LIVE: ReadonlySet<string> = new Set(["step", "provider", "agent", "tools"]);

const fromEntries = (entries: readonly (readonly unknown[])[]) =>
  Object.fromEntries(entries as readonly [string, unknown][]);

const isSettings = (value: object): value is Settings =>
  isPlain(value) && typeof value.provider === "string" && !("invoke" in value);

const isData = (value: Settings): boolean => !Object.values(value).some((each) => typeof each === "function");
