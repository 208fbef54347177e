// @ts-expect-error: the package has no types.
import parse from "parse-prometheus-text-format";

interface ParsedMetric {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly metrics: readonly { readonly labels?: Labels; readonly value: string }[];
}

type Labels = Readonly<Record<string, string>>;

/** A line of the text, as the parser of others reads it. */
export interface Sample {
  readonly labels: Labels;
  readonly value: number;
}

/** What a parser of others reads; it throws on what it cannot read. */
export function parsedText(text: string) {
  const types = new Map(
    (parse(text) as readonly ParsedMetric[]).map(({ name, type, help }) => [name, { type, help }]),
  );
  // The parser throws the labels of histograms together: without their type it reads each of their lines.
  const lines = parse(text.replace(/^# TYPE .*\n/gm, "")) as readonly ParsedMetric[];
  const read = ({ labels = {}, value }: ParsedMetric["metrics"][number]): Sample => ({
    labels,
    value: Number(value.replace("Inf", "Infinity")),
  });
  const samples = (name: string) =>
    lines.filter((line) => line.name === name).flatMap(({ metrics }) => metrics.map(read));
  return { types, samples };
}
