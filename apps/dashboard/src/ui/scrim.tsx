import styles from "./scrim.module.css";

/**
 * What lies between the page and a dialog. Radix' own overlay locks scrolling with a style element, which a strict
 * content security policy forbids; this page's body does not scroll, so nothing is to lock.
 */
export function Scrim() {
  return <div className={styles.scrim} />;
}
