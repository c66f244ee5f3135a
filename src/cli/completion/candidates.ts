import { type Command, type Option } from 'commander';

export interface Candidate {
  word: string;
  description: string;
}

/** Names that only the definition and the live systems know; by the long flag whose value they are. */
export type NameSource = (flag: string) => Promise<string[]>;

/** What may stand in place of the last word; nothing where it is a file or free text. */
export async function candidatesFor(program: Command, words: string[], names: NameSource): Promise<Candidate[]> {
  const current = words.at(-1) ?? '';
  const { command, awaiting } = walk(program, words.slice(0, -1));
  const [, flag, begun] = /^(--[^=]+)=(.*)$/.exec(current) ?? [];
  if (flag !== undefined) {
    const option = findOption(command, flag);
    const values = option === undefined ? [] : await valuesOf(option, names);
    return values.filter((value) => value.startsWith(begun ?? '')).map((value) => plain(`${flag}=${value}`));
  }
  const all = awaiting === undefined ? wordsOf(command, current) : (await valuesOf(awaiting, names)).map(plain);
  return all.filter(({ word }) => word.startsWith(current));
}

interface Place {
  command: Command;
  /** The option whose value the next word is. */
  awaiting?: Option;
}

function walk(program: Command, words: string[]): Place {
  let place: Place = { command: program };
  for (const word of words) {
    const { command, awaiting } = place;
    if (awaiting !== undefined) {
      place = { command };
    } else if (word.startsWith('-')) {
      const option = findOption(command, word);
      if (option?.required === true) place = { command, awaiting: option };
    } else {
      place = { command: command.commands.find((one) => one.name() === word) ?? command };
    }
  }
  return place;
}

function wordsOf(command: Command, current: string): Candidate[] {
  if (current.startsWith('-')) {
    const help = { word: '--help', description: 'display help for command' };
    const options = optionsOf(command).filter(({ hidden }) => !hidden);
    return [
      ...options.map(({ long, description }) => ({ word: long ?? '', description: firstPart(description) })),
      help,
    ];
  }
  const commands = command.commands.map((one) => ({ word: one.name(), description: firstPart(one.description()) }));
  return [...commands, ...command.registeredArguments.flatMap(({ argChoices }) => (argChoices ?? []).map(plain))];
}

async function valuesOf({ argChoices, long }: Option, names: NameSource): Promise<string[]> {
  return argChoices ?? names(long ?? '');
}

function findOption(command: Command, flag: string): Option | undefined {
  return optionsOf(command).find(({ long, short }) => flag === long || flag === short);
}

/** Its own, and those that stand before all commands. */
function optionsOf(command: Command): readonly Option[] {
  return command.parent === null ? command.options : [...command.options, ...optionsOf(command.parent)];
}

/** As much of a description as a list has room for. */
function firstPart(description: string): string {
  return description.split(/[:;,(]/)[0]!.trim();
}

function plain(word: string): Candidate {
  return { word, description: '' };
}
