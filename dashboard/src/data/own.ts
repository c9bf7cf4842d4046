/** Looking things up by names that people have chosen. */

/** What a mapping holds under a name, `constructor` and `__proto__` being names like any other. */
export function own<T>(of: { readonly [name: string]: T }, name: string): T | undefined {
  return Object.hasOwn(of, name) ? of[name] : undefined;
}

/** A mapping in which every name can be put. */
export function bare<T>(): { [name: string]: T } {
  return Object.create(null) as { [name: string]: T };
}
