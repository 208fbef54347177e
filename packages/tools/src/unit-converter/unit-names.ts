import { conversions } from "convert/conversions";

/** Spellings that people write and the library does not know. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ["sec", "seconds"],
  ["secs", "seconds"],
  ["mins", "minutes"],
  ["hr", "hours"],
  ["hrs", "hours"],
  ["yrs", "years"],
  ["degc", "celsius"],
  ["degf", "fahrenheit"],
  ["degrees celsius", "celsius"],
  ["degrees fahrenheit", "fahrenheit"],
  ["degree celsius", "celsius"],
  ["degree fahrenheit", "fahrenheit"],
  ["sqm", "square meters"],
  ["m^2", "m2"],
  ["m^3", "m3"],
  ["kph", "km/h"],
  ["kmh", "km/h"],
  ["kmph", "km/h"],
  ["mph", "mi/h"],
  ["fps", "ft/s"],
  ["knot", "nmi/h"],
  ["knots", "nmi/h"],
  ["kn", "nmi/h"],
  ["bps", "b/s"],
  ["kbps", "kb/s"],
  ["mbps", "Mb/s"],
  ["gbps", "Gb/s"],
]);

const exact = new Set<string>();
const folded = new Map<string, string>();
for (const { units } of conversions.values()) {
  for (const { names, symbols } of units) {
    for (const name of [...names, ...symbols]) exact.add(name);
    for (const name of names) folded.set(name.toLowerCase(), folded.get(name.toLowerCase()) ?? name);
  }
}

/**
 * The library's spelling of a plain unit, or undefined. Symbols keep their case (mB is not MB); names are read in any.
 */
export function unitName(text: string): string | undefined {
  if (exact.has(text)) return text;
  return folded.get(text.toLowerCase());
}

/** What stands for an everyday spelling, or the text itself. */
export function withoutAlias(text: string): string {
  return ALIASES.get(text.toLowerCase()) ?? text;
}

/** Every name that could have been meant. */
export function knownUnitNames(): readonly string[] {
  return [...folded.keys(), ...ALIASES.keys()];
}
