import { nearestName } from "@pergola/core";
import { getMeasureKind, type Unit } from "convert";
import { toolErrors } from "../errors.ts";
import { knownUnitNames, unitName, withoutAlias } from "./unit-names.ts";

/** A plain unit, or one per another (miles per hour). */
export interface ParsedUnit {
  readonly unit: Unit;
  readonly per?: Unit;
  /** What it measures; two units convert when these are equal. */
  readonly measure: string;
}

const PER = /^(.+?)\s*(?:\/|\s+per\s+)\s*(.+)$/i;

/** @throws UNKNOWN_UNIT with the nearest spelling */
export function parseUnit(text: string): ParsedUnit {
  const spelling = withoutAlias(text.trim().replaceAll(/\s+/g, " "));
  const whole = unitName(spelling);
  if (whole !== undefined) return plain(whole);
  const [, above, below] = PER.exec(spelling) ?? [];
  if (above === undefined || below === undefined) throw unknownUnit(text);
  const [unit, per] = [plainOf(above), plainOf(below)];
  return { unit: unit.unit, per: per.unit, measure: `${unit.measure}/${per.measure}` };
}

function plainOf(text: string): ParsedUnit {
  const name = unitName(withoutAlias(text));
  if (name === undefined) throw unknownUnit(text);
  return plain(name);
}

function plain(name: string): ParsedUnit {
  const unit = name as Unit; // Checked by unitName, which knows exactly the library's names.
  return { unit, measure: String(getMeasureKind(unit)) };
}

function unknownUnit(text: string) {
  const shown = text.slice(0, 64);
  const nearest = nearestName(shown, knownUnitNames());
  return toolErrors.create("UNKNOWN_UNIT", {
    message: `There is no unit ${JSON.stringify(shown)}.`,
    hint: `${nearest === undefined ? "" : `Did you mean "${nearest}"? `}Write names (kilometers) or symbols (km, °C, km/h).`,
    details: { unit: shown, ...(nearest !== undefined && { nearest }) },
  });
}
