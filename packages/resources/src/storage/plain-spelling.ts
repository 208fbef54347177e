/** UTF-8 of more bytes than the character needs, as careless decoders accept it. */
const OVERLONG = /%c[01]%?|%e0%[89]|%f0%8|%f8%8|%fc%8/gi;

const LOOK_ALIKES: readonly (readonly [RegExp, string])[] = [
  [/[\u2044\u2215\u29f8\uff0f\u2571\u27cb]/g, "/"],
  [/[\u2216\u29f5\u29f9\uff3c\ufe68]/g, "\\"],
  [/[\u2024\ufe52\uff0e\uff61\u3002]/g, "."],
  [/\u2025/g, ".."],
  [/[\u2026\ufe19]/g, "..."],
  [/\p{Cf}/gu, ""],
];

/**
 * What a path may turn into in the hands of somebody who decodes it once more or reads look-alikes as what they look
 * like: `%252e%252e` → `..`, full-width dots and slashes → ASCII, invisible characters → nothing. Never used as a path.
 */
export function plainSpelling(path: string): string {
  let text = path;
  // Each round that changes something makes it shorter, so this ends.
  for (let next = decodeOnce(text); next !== text; next = decodeOnce(text)) text = next;
  return LOOK_ALIKES.reduce((plain, [shape, meant]) => plain.replace(shape, meant), text);
}

const decodeOnce = (text: string) =>
  text
    .replace(OVERLONG, "/")
    .replace(/%u([0-9a-f]{4})/gi, character)
    .replace(/&#x([0-9a-f]{1,6});/gi, character)
    .replace(/&#([0-9]{1,7});/g, (_, digits: string) => fromCode(Number(digits)))
    .replace(/(?:%[0-9a-f]{2})+/gi, fromBytes);

const character = (_: string, digits: string) => fromCode(Number.parseInt(digits, 16));

const fromCode = (code: number) => (code > 0x10ffff ? "\ufffd" : String.fromCodePoint(code));

const fromBytes = (escaped: string) => {
  const bytes = escaped
    .slice(1)
    .split("%")
    .map((hex) => Number.parseInt(hex, 16));
  return new TextDecoder().decode(Uint8Array.from(bytes));
};
