import styles from "./spinner.module.css";

/** Something is going on. `label` is for those who don't see it; leave it out where text beside says the same. */
export function Spinner({ label }: { readonly label?: string }) {
  return label === undefined ? (
    <span className={styles.spinner} aria-hidden="true" />
  ) : (
    <span className={styles.spinner} role="img" aria-label={label} />
  );
}
