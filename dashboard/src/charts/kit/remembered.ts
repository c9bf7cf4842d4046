/** Results that depend on data which is not changed in place: kept for as long as the data is. */

const kept = new WeakMap<object, Map<string, unknown>>();

/** What `make` gave for this object and key before, or gives now. */
export function remembered<T>(of: object, key: string, make: () => T): T {
  let results = kept.get(of);
  if (!results) {
    results = new Map();
    kept.set(of, results);
  }
  if (!results.has(key)) results.set(key, make());
  return results.get(key) as T;
}
