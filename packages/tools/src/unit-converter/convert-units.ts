import { convert, MeasureKind, type Unit } from "convert";
import { toolErrors } from "../errors.ts";
import { type ParsedUnit, parseUnit } from "./parse-unit.ts";

/**
 * A quantity in another unit, rounded to 12 digits (temperatures and odd factors leave noise behind them).
 *
 * @throws UNKNOWN_UNIT, INCOMPATIBLE_UNITS, CONVERSION_OUT_OF_RANGE
 */
export function convertUnits(value: number, from: string, to: string): number {
  const [source, target] = [parseUnit(from), parseUnit(to)];
  if (source.measure !== target.measure) throw incompatible(from, to, source, target);
  const converted = value === 0 && !isTemperature(source) ? 0 : convertParsed(value, source, target);
  if (Number.isFinite(converted)) return Number(converted.toPrecision(12));
  throw toolErrors.create("CONVERSION_OUT_OF_RANGE", {
    message: `${value} ${from} in ${to} is above 1.8e308.`,
    hint: "Choose a larger target unit.",
  });
}

function convertParsed(value: number, source: ParsedUnit, target: ParsedUnit): number {
  const above = between(value, source.unit, target.unit);
  // Below the line it goes the other way: one hour is 3 600 seconds, so "per hour" is a 3 600th of "per second".
  return source.per && target.per ? above / between(1, source.per, target.per) : above;
}

function between(value: number, from: Unit, to: Unit): number {
  // Both were proved to measure the same; the library's types can say that only of literals.
  return (convert(value, from) as { to(unit: Unit): number }).to(to);
}

const isTemperature = ({ measure }: ParsedUnit) => measure === String(MeasureKind.Temperature);

function incompatible(from: string, to: string, source: ParsedUnit, target: ParsedUnit) {
  return toolErrors.create("INCOMPATIBLE_UNITS", {
    message: `${from} measures ${measureName(source)} and ${to} measures ${measureName(target)}.`,
    hint: "Choose two units of one kind.",
    details: { from, to },
  });
}

function measureName({ measure }: ParsedUnit): string {
  return measure
    .split("/")
    .map((kind) => (MeasureKind[Number(kind)] ?? kind).toLowerCase())
    .join(" per ");
}
