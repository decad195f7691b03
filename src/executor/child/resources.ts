// Resources of a top-level `using`: kept while their name is, disposed when it is declared anew and at shutdown.

type Disposer = () => unknown;

export class Resources {
  private readonly held = new Map<string | symbol, Disposer>();

  /** Registers `resource` and disposes of what the name held before. @returns the resource, to be bound to the name. */
  use(name: string | undefined, resource: unknown, isAsync: boolean): unknown {
    const key = name ?? Symbol("unnamed resource");
    const disposer = disposerOf(resource, isAsync);
    const previous = this.held.get(key);
    if (disposer) this.held.set(key, disposer);
    else this.held.delete(key);
    if (previous) void (async () => previous())();
    return resource;
  }

  /** Disposes of everything, last first, as a block's end does; one that throws does not keep the others alive. */
  async disposeAll(): Promise<void> {
    const disposers = [...this.held.values()].reverse();
    this.held.clear();
    for (const dispose of disposers) await Promise.resolve().then(dispose).catch((error: unknown) => console.error(error));
  }
}

function disposerOf(resource: unknown, isAsync: boolean): Disposer | undefined {
  if (resource === null || resource === undefined) return undefined;
  const method = (isAsync ? methodOf(resource, Symbol.asyncDispose) : undefined) ?? methodOf(resource, Symbol.dispose);
  if (!method) throw new TypeError(`the value of a \`${isAsync ? "await using" : "using"}\` declaration has no [Symbol.${isAsync ? "asyncDispose" : "dispose"}]() method`);
  return () => method.call(resource);
}

function methodOf(resource: unknown, key: symbol): ((this: unknown) => unknown) | undefined {
  const method: unknown = Reflect.get(Object(resource), key, resource);
  return typeof method === "function" ? (method as (this: unknown) => unknown) : undefined;
}
