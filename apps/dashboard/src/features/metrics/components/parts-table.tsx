import type { Figures, MetricsSummary } from "@pergola/observability";
import { DataTable, DurationCell, FailedCell } from "../../../ui/data-table.tsx";
import { formatCount } from "../../../ui/format-count.ts";
import card from "./chart-card.module.css";
import styles from "./parts-table.module.css";

interface Part {
  readonly kind: string;
  readonly name: string;
  readonly figures: Figures;
}

const COLUMNS = ["Part", "Calls", "Failed", "p50", "p95", "p99"];

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
      <DataTable label="Steps, models and tools" columns={COLUMNS}>
        {parts.map(({ kind, name, figures }) => (
          <tr key={`${kind} ${name}`}>
            <th scope="row">
              <bdi>{name}</bdi>
              <span className={styles.kind}>{kind}</span>
            </th>
            <td>{formatCount(figures.count)}</td>
            <FailedCell count={figures.failed} />
            <DurationCell ms={figures.p50Ms} />
            <DurationCell ms={figures.p95Ms} />
            <DurationCell ms={figures.p99Ms} />
          </tr>
        ))}
      </DataTable>
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
