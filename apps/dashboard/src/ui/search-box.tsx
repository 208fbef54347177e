import { Search } from "lucide-react";
import styles from "./search-box.module.css";

export interface SearchBoxProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Narrows a list while one types. */
export function SearchBox({ label, value, onChange }: SearchBoxProps) {
  return (
    <div className={styles.box}>
      <Search aria-hidden="true" />
      <input
        type="search"
        className={styles.input}
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}
