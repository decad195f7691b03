// Runs rewritten cells as the executor does: in V8's REPL mode, driven by the inspector.
import { Session, type Runtime } from "node:inspector";
import type { CellLanguage } from "../../src/language";

type Outcome = { value: unknown; error?: undefined } | { value?: undefined; error: string };

export class Repl {
  readonly imports: string[] = [];
  checks = 0;
  private value: unknown;
  private cells = 0;
  private readonly session = new Session();

  constructor(private readonly language: CellLanguage) {
    this.session.connect();
    Object.defineProperty(globalThis, "__cellwright", { value: this.runtime(), configurable: true });
  }

  async run(source: string): Promise<Outcome> {
    this.value = undefined;
    const id = ++this.cells;
    const { code } = this.language.rewrite(source, { id, url: `cell-${id}` });
    const thrown = await this.evaluate(code);
    return thrown === undefined ? { value: this.value } : { error: thrown };
  }

  close(): void {
    this.session.disconnect();
    Reflect.deleteProperty(globalThis, "__cellwright");
  }

  private evaluate(expression: string): Promise<string | undefined> {
    return new Promise((resolve, reject) => {
      const options: Runtime.EvaluateParameterType & { replMode: boolean } = { expression, replMode: true, awaitPromise: true };
      this.session.post("Runtime.evaluate", options, (error: Error | null, { exceptionDetails }: Runtime.EvaluateReturnType) => {
        if (error) reject(error);
        else resolve(exceptionDetails && (exceptionDetails.exception?.description ?? exceptionDetails.text));
      });
    });
  }

  private runtime(): object {
    return {
      begin: () => new Promise((resolve) => setImmediate(resolve)),
      result: (value: unknown) => void (this.value = value),
      import: async (specifier: string) => {
        this.imports.push(specifier);
        return { default: {} };
      },
      meta: { url: "file:///cell.ts" },
      checked: (value: unknown) => (this.checks++, value),
      use: (_name: string, resource: unknown) => resource,
      end: async () => undefined,
    };
  }
}
