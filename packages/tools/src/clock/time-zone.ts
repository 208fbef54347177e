import { nearestName } from "@pergola/core";
import { toolErrors } from "../errors.ts";

/**
 * The time zone of a name, in the spelling of this machine's IANA database.
 *
 * @throws UNKNOWN_TIME_ZONE with the nearest names: `Tokyo` and `Asia/Tokio` both lead to `Asia/Tokyo`
 */
export function resolveTimeZone(name: string): string {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
  } catch (cause) {
    const near = nearestZones(name.slice(0, 100));
    throw toolErrors.create("UNKNOWN_TIME_ZONE", {
      message: `There is no time zone ${JSON.stringify(name.slice(0, 100))}.`,
      hint:
        near.length > 0
          ? `Did you mean ${near.map((zone) => `"${zone}"`).join(" or ")}?`
          : 'Use an IANA name, for example "Europe/Berlin", "America/New_York" or "UTC".',
      details: { timeZone: name.slice(0, 100), nearest: near },
      cause,
    });
  }
}

function nearestZones(name: string): readonly string[] {
  const zones = Intl.supportedValuesOf("timeZone");
  const wanted = name.trim().replaceAll(" ", "_");
  const byCity = zones.filter((zone) => cityOf(zone).toLowerCase() === cityOf(wanted).toLowerCase());
  if (byCity.length > 0) return byCity.slice(0, 3);
  const whole = nearestName(wanted, zones);
  const city = nearestName(cityOf(wanted), zones.map(cityOf));
  const near = whole ?? zones.find((zone) => cityOf(zone) === city);
  return near === undefined ? [] : [near];
}

const cityOf = (zone: string) => zone.slice(zone.lastIndexOf("/") + 1);
