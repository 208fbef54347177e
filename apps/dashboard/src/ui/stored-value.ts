import { useSyncExternalStore } from "react";

/** A small setting that outlives the page, kept in the browser's storage. */
export interface StoredValue {
  get(): string;
  set(value: string): void;
  subscribe(listener: () => void): () => void;
}

/** Makes a stored setting. Where storage is blocked, it lives as long as the page. */
export function createStoredValue(key: string, initial: string): StoredValue {
  const listeners = new Set<() => void>();
  let value = read(key) ?? initial;
  return {
    get: () => value,
    set(next) {
      value = next;
      write(key, next);
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The setting's value, kept up to date. */
export function useStoredValue(stored: StoredValue): string {
  return useSyncExternalStore(stored.subscribe, stored.get);
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Blocked or full: the value still holds for this page.
  }
}
