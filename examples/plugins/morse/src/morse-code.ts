const LETTERS: Readonly<Record<string, string>> = {
  a: ".-",
  b: "-...",
  c: "-.-.",
  d: "-..",
  e: ".",
  f: "..-.",
  g: "--.",
  h: "....",
  i: "..",
  j: ".---",
  k: "-.-",
  l: ".-..",
  m: "--",
  n: "-.",
  o: "---",
  p: ".--.",
  q: "--.-",
  r: ".-.",
  s: "...",
  t: "-",
  u: "..-",
  v: "...-",
  w: ".--",
  x: "-..-",
  y: "-.--",
  z: "--..",
  0: "-----",
  1: ".----",
  2: "..---",
  3: "...--",
  4: "....-",
  5: ".....",
  6: "-....",
  7: "--...",
  8: "---..",
  9: "----.",
};

/** A text in Morse code (ITU-R M.1677-1): letters apart by a space, words by a slash. What has no code is left out. */
export function morseCode(text: string): string {
  const words = text.toLowerCase().normalize("NFD").split(/\s+/);
  const coded = words.map((word) =>
    Array.from(word, (letter) => LETTERS[letter])
      .filter(Boolean)
      .join(" "),
  );
  return coded.filter((word) => word !== "").join(" / ");
}
