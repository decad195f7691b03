// Values for parameters, from the command line and from files, checked against the declared types.
import { oneLine, UsageError } from "../errors";
import { readYaml } from "../yaml";
import { typeName, type Parameter, type ParameterType } from "./types";

/** A text is from the command line, and means what its parameter's type makes of it. */
export type Given = { text: string } | { value: unknown };
/** Values by the parameter's name. */
export type GivenValues = ReadonlyMap<string, Given>;

/** `name=value` texts over the files' values, later ones over earlier ones. @throws {UsageError} naming the text or the file. */
export function givenValues(texts: readonly string[], files: readonly string[]): GivenValues {
  const fromFiles = files.flatMap((file) => Object.entries(valuesIn(file)).map(([name, value]): [string, Given] => [name, { value }]));
  return new Map([...fromFiles, ...texts.map(assignment)]);
}

function assignment(text: string): [string, Given] {
  const [, name, value] = /^([A-Za-z_$][\w$]*)=([^]*)$/.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new UsageError(`--param ${text}: expected NAME=VALUE`);
  return [name, { text: value }];
}

function valuesIn(file: string): Record<string, unknown> {
  let read: unknown;
  try {
    read = readYaml(file);
  } catch (error) {
    throw new UsageError(`--params ${file}: cannot be read: ${oneLine(error)}`);
  }
  if (typeof read !== "object" || read === null || Array.isArray(read)) throw new UsageError(`--params ${file}: expected names with values, not ${JSON.stringify(read)}`);
  return { ...read };
}

/** The value, if it is of the parameter's type. @throws {UsageError} */
export function checkedValue({ name, type }: Parameter, given: Given, where: string): unknown {
  const value = "text" in given ? meant(given.text, type) : given.value;
  if (fits(value, type)) return value;
  throw new UsageError(`${where}: parameter "${name}" is to be ${article(typeName(type))}, not ${JSON.stringify("text" in given ? given.text : value)}`);
}

function meant(text: string, type: ParameterType): unknown {
  if (type.kind === "string" || (type.kind === "one-of" && type.values.includes(text))) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function fits(value: unknown, type: ParameterType): boolean {
  if (type.kind === "any") return true;
  if (type.kind === "one-of") return type.values.includes(value);
  if (type.kind === "list") return Array.isArray(value) && value.every((each) => fits(each, type.of));
  return typeof value === type.kind && !Number.isNaN(value);
}

const article = (type: string): string => (type.startsWith("one of") ? type : `a ${type}`);
