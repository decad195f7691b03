// Puts other properties on an object for a while.

/** Returns what puts the former ones back. */
export function override<T extends object>(target: T, properties: Partial<T>): () => void {
  const former = Object.keys(properties).map((name) => ({ name, descriptor: Object.getOwnPropertyDescriptor(target, name) }));
  for (const [name, value] of Object.entries(properties)) Object.defineProperty(target, name, { value, configurable: true, writable: true, enumerable: true });
  return () => {
    for (const { name, descriptor } of former) {
      if (descriptor) Object.defineProperty(target, name, descriptor);
      else Reflect.deleteProperty(target, name);
    }
  };
}
