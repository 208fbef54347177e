import { pergolaErrors } from "../../errors.ts";
import { findPlaces, type Place } from "./find-places.ts";
import { markerName } from "./marker-name.ts";

/** A diagram for a page. */
export interface PageDiagram {
  /** The flow's name. */
  readonly name: string;
  /** Mermaid, ending with a line end. */
  readonly chart: string;
  /** The page, for messages. */
  readonly file: string;
}

/** A page that is nothing but the diagram and its markers. */
export function newPage({ name, chart }: PageDiagram): string {
  return `${beginMarker(name)}\n${block(chart)}${END_MARKER}\n`;
}

/**
 * The page with the diagram between its markers; everything else stays as it is, line ends included.
 *
 * @throws NO_MARKERS, BROKEN_MARKERS
 */
export function placeInPage(page: string, diagram: PageDiagram): string {
  const { from, to, indent } = choosePlace(page, diagram);
  const lineEnd = page.slice(0, from).endsWith("\r\n") ? "\r\n" : "\n";
  const lines = block(diagram.chart)
    .replace(/^(?=.)/gm, indent)
    .replaceAll("\n", lineEnd);
  return page.slice(0, from) + lines + page.slice(to);
}

function choosePlace(page: string, { name, file }: PageDiagram): Place {
  const found = findPlaces(page);
  if ("loneLine" in found)
    throw broken(file, `The marker in line ${found.loneLine} of ${file} has no partner.`);
  const { places } = found;
  const named = places.filter(
    (place) => place.name !== undefined && markerName(place.name) === markerName(name),
  );
  const fitting = named.length > 0 ? named : places.filter((place) => place.name === undefined);
  const [place, other] = fitting;
  if (place === undefined) throw noMarkers(places, name, file);
  if (other === undefined) return place;
  throw broken(file, `Lines ${place.line} and ${other.line} of ${file} both begin a place for this diagram.`);
}

const block = (chart: string) => `\n\`\`\`mermaid\n${chart}\`\`\`\n\n`;

const END_MARKER = "<!-- /pergola:flow -->";
const beginMarker = (name: string) => `<!-- pergola:flow ${markerName(name)} -->`.replace(/ {2,}/, " ");

function noMarkers(places: readonly Place[], name: string, file: string) {
  const others =
    places.length === 0 ? "" : ` It has some for ${places.map((place) => place.name).join(", ")}.`;
  return pergolaErrors.create("NO_MARKERS", {
    message: `${file} exists and has no markers for the flow "${name}"; nothing was written.${others}`,
    hint: `Put these two lines where the diagram belongs: ${beginMarker(name)} and ${END_MARKER}`,
    details: { file },
  });
}

const broken = (file: string, message: string) =>
  pergolaErrors.create("BROKEN_MARKERS", {
    message: `${message} Nothing was written.`,
    hint: `Each diagram has one ${beginMarker("name")} and below it one ${END_MARKER}, each on a line of its own.`,
    details: { file },
  });
