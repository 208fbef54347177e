import type { Figures, MetricsSummary } from "@pergola/observability";
import { formatCount } from "../../../ui/format-count.ts";
import { formatDuration } from "../../../ui/format-duration.ts";
import { ScrollArea } from "../../../ui/scroll-area.tsx";
import card from "./chart-card.module.css";
import styles from "./figures-table.module.css";

interface Part {
  readonly kind: string;
  readonly name: string;
  readonly figures: Figures;
}

/** Where the time goes: steps, models, tools, slowest first. */
export function PartsTable({ summary }: { readonly summary: MetricsSummary }) {
  const parts = partsOf(summary);
  if (parts.length === 0) return null;
  return (
    <section className={card.card} aria-labelledby="parts">
      <header className={card.head}>
        <h2 id="parts" className={card.question}>
          Where does the time go?
        </h2>
      </header>
      <ScrollArea label="Steps, models and tools" className={styles.scroll}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Part</th>
              <th scope="col">Calls</th>
              <th scope="col">Failed</th>
              <th scope="col">p50</th>
              <th scope="col">p95</th>
              <th scope="col">p99</th>
            </tr>
          </thead>
          <tbody>
            {parts.map(({ kind, name, figures }) => (
              <tr key={`${kind} ${name}`}>
                <th scope="row">
                  {name}
                  <span className={styles.kind}>{kind}</span>
                </th>
                <td>{formatCount(figures.count)}</td>
                <td data-failed={figures.failed > 0 || undefined}>{formatCount(figures.failed)}</td>
                {[figures.p50Ms, figures.p95Ms, figures.p99Ms].map((ms, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: always the same three.
                  <td key={index}>{ms === undefined ? "–" : formatDuration(ms)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
    </section>
  );
}

function partsOf({ steps, resources }: MetricsSummary): readonly Part[] {
  const ofSteps = Object.entries(steps).map(([name, figures]) => ({ kind: "step", name, figures }));
  const others = Object.entries(resources).map(([key, figures]) => ({ ...named(key), figures }));
  return [...ofSteps, ...others].sort((a, b) => (b.figures.p95Ms ?? 0) - (a.figures.p95Ms ?? 0));
}

/** `model:openai:gpt-5` is the model `openai:gpt-5`. */
function named(key: string): Omit<Part, "figures"> {
  const [, kind = "resource", name = key] = /^(model|tool):(.*)$/.exec(key) ?? [];
  return { kind, name };
}
