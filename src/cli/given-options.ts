import { parseArgs } from "node:util";
import {
  type CommandName,
  laterOptions,
  type Option,
  type OptionName,
  optionNames,
  options,
  optionsOf,
} from "./options.ts";
import { didYouMean, usageError } from "./usage.ts";

/** The options and words behind a command, checked against the table. */
export class GivenOptions {
  readonly words: readonly string[];
  /** All values of each option, the last of which counts where only one can. */
  readonly #values: ReadonlyMap<string, readonly string[]>;
  readonly #command: CommandName;

  constructor(command: CommandName, args: readonly string[]) {
    this.#command = command;
    const found = new Map<string, string[]>();
    const config = Object.fromEntries(
      Object.entries<Option>(options).map(([name, { value, short }]) => [
        name,
        { type: value ? ("string" as const) : ("boolean" as const), ...(short ? { short } : {}) },
      ]),
    );
    const { tokens, positionals } = parseArgs({
      args: [...args],
      options: config,
      strict: false,
      allowPositionals: true,
      tokens: true,
    });
    for (const token of tokens) {
      if (token.kind !== "option") continue;
      const option = this.#check(token.name, token.rawName);
      const value = checkValue(token.name, option, token.value, token.inlineValue);
      found.set(token.name, [...(found.get(token.name) ?? []), value]);
    }
    this.#values = found;
    this.words = positionals;
  }

  has(name: OptionName): boolean {
    return this.#values.has(name);
  }

  text(name: OptionName): string | undefined {
    return this.texts(name).at(-1);
  }

  /** Every value of an option that may be given several times. */
  texts(name: OptionName): readonly string[] {
    return this.#values.get(name) ?? [];
  }

  /** The value of `name` as `parse` reads it, as a property to spread; nothing when it is not given. */
  property<K extends string, T>(
    key: K,
    name: OptionName,
    parse: (text: string) => T,
  ): { readonly [P in K]?: T } {
    const text = this.text(name);
    return text === undefined ? {} : ({ [key]: parse(text) } as { [P in K]: T });
  }

  /** A flag as a property to spread: `true`, or nothing. */
  flag<K extends string>(key: K, name: OptionName): { readonly [P in K]?: true } {
    return this.property(key, name, () => true as const);
  }

  /** The one of `names` that is given; two are an error. */
  only(names: readonly OptionName[]): OptionName | undefined {
    const [first, second] = names.filter((name) => this.has(name));
    if (second)
      throw usageError(`--${first} and --${second} exclude each other.`, `Leave one of them out.`);
    return first;
  }

  #check(name: string, rawName: string): Option {
    const see = `See promptlight ${this.#command} --help.`;
    const known = optionNames.find((each) => each === name);
    if (known !== undefined) {
      const option: Option = options[known];
      if (option.commands.includes(this.#command)) return option;
      throw usageError(`${this.#command} has no option --${name}.`, see);
    }
    if (Object.hasOwn(laterOptions, name))
      throw usageError(`The option --${name} is not in this version.`, see);
    const names = [...optionsOf(this.#command), ...Object.keys(laterOptions)];
    throw usageError(`Unknown option ${rawName}.`, didYouMean(name, names, see, "--"));
  }
}

function checkValue(
  name: string,
  option: Option,
  value: string | undefined,
  isInline: boolean | undefined,
): string {
  if (option.value === undefined) {
    if (value !== undefined)
      throw usageError(`--${name} takes no value.`, `Write --${name} alone.`);
    return "";
  }
  const swallowed = !isInline && value !== undefined && isOption(value);
  if (value === undefined || swallowed)
    throw usageError(`--${name} needs a value.`, `Write --${name} ${option.value}.`);
  return value;
}

/** True for text that is an option of ours, so not the value of the option before it. */
function isOption(text: string): boolean {
  return text.startsWith("--") && Object.hasOwn(options, text.slice(2).split("=")[0]!);
}
