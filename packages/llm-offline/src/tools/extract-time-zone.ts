import type { Found } from "./extract-expression.ts";

/**
 * The time zone that a text names: an IANA name, UTC, or a city that the machine's own database has a zone for. A place
 * after "in" without a zone is handed over as it is: the tool knows better, or says what is wrong.
 */
export function extractTimeZone(text: string): Found<string> | undefined {
  const zones = Intl.supportedValuesOf("timeZone");
  const words = ` ${text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ")} `;
  const named = zones.find((zone) => zone.includes("/") && text.toLowerCase().includes(zone.toLowerCase()));
  if (named !== undefined) return { value: named, words: named.replace(/[/_]/g, " ") };
  const universal = /\b(UTC|GMT)\b/.exec(text)?.[0];
  if (universal !== undefined) return { value: "UTC", words: universal };
  const byCity = zones.find((zone) => words.includes(` ${cityOf(zone).toLowerCase()} `));
  if (byCity !== undefined) return { value: byCity, words: cityOf(byCity) };
  const place = /\bin\s+((?:\p{Lu}[\p{L}'.-]*\s?)+)/u.exec(text)?.[1]?.trim();
  return place === undefined ? undefined : { value: place, words: place };
}

const cityOf = (zone: string) => zone.slice(zone.lastIndexOf("/") + 1).replaceAll("_", " ");
