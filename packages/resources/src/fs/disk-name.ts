/** Bytes of a name that every common file system takes. */
const MAX_NAME_BYTES = 255;

/** What stays as it is: no file system folds these, and every one takes them. Letters without case only when stable. */
const PLAIN = /[A-Za-z0-9 _.-]|\p{Lo}/u;
const PLAIN_ASCII = /[A-Za-z0-9 _.-]/;

/** Stands between a name and the places of its capitals: `Report.md` is kept as `Report~1.md`. */
const MARK = "~";

/** The ending of a file that has no dot of its own. */
const NO_DOT = ".~";

/**
 * The name of a file or folder on the disk for one part of a path. No two parts share one, not on a file system that
 * ignores case or changes normal forms either; a folder's name never has a dot and a file's always has one, so that
 * `a` and `a/b` can both be files; none begins with `~`, which is for what is not a user's file.
 *
 * @param part as `requireStoragePath` lets it pass
 * @returns undefined when it would be longer than a file system takes
 */
export function diskName(part: string, kind: "file" | "folder"): string | undefined {
  const name = kind === "file" ? fileName(part) : withCapitals(escaped(part).replaceAll(".", "%2e"));
  return Buffer.byteLength(name) > MAX_NAME_BYTES ? undefined : name;
}

/** The part of a path that has this name on the disk; undefined when {@link diskName} cannot have made it. */
export function pathPart(name: string, kind: "file" | "folder"): string | undefined {
  const body = kind === "file" && name.endsWith(NO_DOT) ? name.slice(0, -NO_DOT.length) : name;
  const part = unescaped(withoutCapitals(body));
  return part !== undefined && !part.includes("/") && diskName(part, kind) === name ? part : undefined;
}

const fileName = (part: string) => withCapitals(escaped(part)) + (part.includes(".") ? "" : NO_DOT);

function escaped(part: string): string {
  const readable = escapeBut(PLAIN, part);
  return isStable(readable) ? readable : escapeBut(PLAIN_ASCII, part);
}

const escapeBut = (plain: RegExp, part: string) =>
  [...part].map((character) => (plain.test(character) ? character : escapeCharacter(character))).join("");

const escapeCharacter = (character: string) =>
  [...new TextEncoder().encode(character)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");

/** Whether no file system that normalises or folds case would keep the text as another one. Capitals are marked. */
function isStable(text: string): boolean {
  const forms = ["NFC", "NFD", "NFKC", "NFKD"].map((form) => text.normalize(form));
  const letters = text.replace(/[A-Za-z]/g, "");
  return (
    forms.every((form) => form === text) &&
    letters.toLowerCase() === letters &&
    letters.toUpperCase() === letters
  );
}

function unescaped(name: string): string | undefined {
  try {
    return decodeURIComponent(name);
  } catch {
    return undefined;
  }
}

function withCapitals(name: string): string {
  const places = [...name].map((character) => (/[A-Z]/.test(character) ? "1" : "0"));
  const mark = BigInt(`0b0${places.reverse().join("")}`);
  if (mark === 0n) return name;
  const dot = name.lastIndexOf(".");
  const end = dot > 0 ? dot : name.length;
  return `${name.slice(0, end)}${MARK}${mark.toString(36)}${name.slice(end)}`;
}

/** A name with the capitals that its mark tells, whatever the file system has made of them. */
function withoutCapitals(name: string): string {
  const [, stem, mark, ending = ""] = /^([^~]+)~([0-9a-z]{1,60})(\.[^.~]*)?$/.exec(name) ?? [];
  if (stem === undefined || mark === undefined) return name;
  const places = fromBase36(mark);
  const capital = (place: number) => ((places >> BigInt(place)) & 1n) === 1n;
  return [...`${stem}${ending}`.toLowerCase()]
    .map((character, place) => (capital(place) ? character.toUpperCase() : character))
    .join("");
}

const fromBase36 = (digits: string) =>
  [...digits].reduce((value, digit) => value * 36n + BigInt(Number.parseInt(digit, 36)), 0n);
