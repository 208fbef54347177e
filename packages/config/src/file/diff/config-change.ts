import { redactText } from "@pergola/core";
import { isPlain, shownValue } from "../../shown-value.ts";
import { isSameData } from "./is-same-data.ts";

/** One difference between two definitions. */
export interface ConfigChange {
  /** For example `["llm", "temperature"]`; of a step as its problems have it, `["steps", 0, "promptTemplate"]`. */
  readonly path: readonly (string | number)[];
  /** Before; absent when it was not there. Secrets are `[redacted]`. */
  readonly from?: unknown;
  /** Now; absent when it is not there any more. Secrets are `[redacted]`. */
  readonly to?: unknown;
}

/** The difference of two values at a path, or none. */
export function changeAt(path: ConfigChange["path"], from: unknown, to: unknown): readonly ConfigChange[] {
  if (isSameData(from, to)) return [];
  return [
    {
      path: path.map((key) => (typeof key === "string" ? redactText(key) : key)),
      ...(from !== undefined && { from: shownValue(from, path) }),
      ...(to !== undefined && { to: shownValue(to, path) }),
    },
  ];
}

/** The differences of two values, leaf by leaf. Lists differ as a whole, and so does what has too many differences to list. */
export function changesBelow(
  path: ConfigChange["path"],
  from: unknown,
  to: unknown,
): readonly ConfigChange[] {
  const places = differingPlaces({ path, from, to });
  if (places === undefined) return changeAt(path, from, to);
  return places.flatMap((place) => changeAt(place.path, place.from, place.to));
}

/** Two values that stand at one path. */
export interface Place {
  readonly path: ConfigChange["path"];
  readonly from: unknown;
  readonly to: unknown;
}

/** What is nested deeper is compared as a whole; with more pairs or differences than these the value is one change. */
const MAX_DEPTH = 50;
const MAX_PAIRS = 10_000;
const MAX_PLACES = 200;

/** The places below at which two values differ, or undefined for too many. Two that are met again on their own way are told already. */
function differingPlaces(top: Place): readonly Place[] | undefined {
  const found: Place[] = [];
  let pairs = 0;
  const walk = (place: Place, way: readonly Place[]): boolean => {
    pairs += 1;
    if (pairs > MAX_PAIRS || found.length > MAX_PLACES) return false;
    const below = way.length < MAX_DEPTH ? placesIn(place) : undefined;
    if (below === undefined) return isSameData(place.from, place.to) || found.push(place) <= MAX_PLACES;
    return isOnWay(place, way) || below.every((each) => walk(each, [...way, place]));
  };
  return walk(top, []) ? found : undefined;
}

/** The places one level below; undefined unless both are maps. */
export function placesIn({ path, from, to }: Place): readonly Place[] | undefined {
  if (!isPlain(from) || !isPlain(to)) return undefined;
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  return keys.map((key) => ({ path: [...path, key], from: ownOf(from, key), to: ownOf(to, key) }));
}

/** Whether the same two values hold these. */
export const isOnWay = ({ from, to }: Place, way: readonly Place[]): boolean =>
  way.some((place) => place.from === from && place.to === to);

const ownOf = (value: Readonly<Record<string, unknown>>, key: string) =>
  Object.hasOwn(value, key) ? value[key] : undefined;
