import { Play } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { errorData } from "../../../api/api-error.ts";
import type { FlowInfo } from "../../../api/flows.ts";
import { Button } from "../../../ui/button.tsx";
import { ErrorNote } from "../../../ui/error-note.tsx";
import { useStartTrace } from "../api/use-traces.ts";
import { fieldLabel, fieldsOf, type InputField } from "../input-fields.ts";
import styles from "./start-trace-form.module.css";

export const START_FORM_ID = "start-trace";

export interface StartTraceFormProps {
  readonly flow: FlowInfo;
  readonly onStarted: (id: string) => void;
}

/** Starts a trace: with a field for each part of the input, or with the input as JSON. */
export function StartTraceForm({ flow, onStarted }: StartTraceFormProps) {
  const { exampleInput = null } = flow;
  const fields = fieldsOf(exampleInput);
  const start = useStartTrace(flow.name, onStarted);
  const [problem, setProblem] = useState<string>();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    try {
      const input = fields ? inputOf(fields, data) : (JSON.parse(String(data.get("json"))) as unknown);
      setProblem(undefined);
      start.mutate(input);
    } catch (thrown) {
      setProblem(thrown instanceof Error ? thrown.message : String(thrown));
    }
  };
  return (
    <form id={START_FORM_ID} className={styles.form} onSubmit={submit} aria-label="Start a trace">
      {fields ? (
        fields.map((field) => (
          <Field
            key={field.name}
            field={field}
            initial={(exampleInput as Record<string, unknown>)[field.name]}
          />
        ))
      ) : (
        <JsonField initial={exampleInput} problem={problem} />
      )}
      <Button look="primary" type="submit" disabled={start.isPending} className={styles.start}>
        <Play aria-hidden="true" /> Start a trace
      </Button>
      {start.isError && <ErrorNote title="Not started" error={errorData(start.error)} />}
    </form>
  );
}

function Field({
  field: { name, kind },
  initial,
}: {
  readonly field: InputField;
  readonly initial: unknown;
}) {
  const id = useId();
  if (kind === "boolean")
    return (
      <label className={styles.check} htmlFor={id}>
        <input id={id} name={name} type="checkbox" defaultChecked={initial === true} /> {fieldLabel(name)}
      </label>
    );
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {fieldLabel(name)}
      </label>
      <input
        id={id}
        name={name}
        type={kind}
        step="any"
        required={kind === "number"}
        defaultValue={String(initial)}
        className={styles.input}
        autoComplete="off"
      />
    </div>
  );
}

function JsonField({
  initial,
  problem,
}: {
  readonly initial: unknown;
  readonly problem: string | undefined;
}) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        Input (JSON)
      </label>
      <textarea
        id={id}
        name="json"
        rows={5}
        spellCheck={false}
        defaultValue={JSON.stringify(initial, null, 2)}
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? undefined : `${id}-problem`}
        className={`${styles.input} ${styles.json}`}
      />
      {problem !== undefined && (
        <p id={`${id}-problem`} role="alert" className={styles.problem}>
          This is not JSON: {problem}
        </p>
      )}
    </div>
  );
}

function inputOf(fields: readonly InputField[], data: FormData): Record<string, unknown> {
  return Object.fromEntries(
    fields.map(({ name, kind }) => {
      if (kind === "boolean") return [name, data.has(name)];
      const text = String(data.get(name) ?? "");
      return [name, kind === "number" ? Number(text) : text];
    }),
  );
}
