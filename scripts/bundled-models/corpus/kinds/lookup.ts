// Finding a name again and copying what belongs to it: nothing else, and several times per answer. Questions about two
// people need this step first and alone give too thin a signal for it.
import type { Draw } from "../draw.ts";
import type { Made } from "../example.ts";
import {
  fill,
  fillAsIs,
  join,
  list,
  type Marked,
  mark,
  plain,
  upperFirst,
} from "../marked-text.ts";
import { idleSystem } from "../noise.ts";
import {
  askNames,
  askOwners,
  ownerForms,
  rowForms,
  withNames,
  withValues,
} from "../wordings/lookup.ts";
import { anyReading } from "../wordings.ts";
import { type Person, people } from "../words/people.ts";
import { firstRelations, type Relation, relationNames, relations } from "../words/relations.ts";

interface Row {
  person: Person;
  value: string;
}

/** Different people with different values of one relation; which value a name may have depends on the split. */
export function drawRows(random: Draw, relationName: string, count: number): Row[] {
  const rows: Row[] = [];
  for (const value of random.shuffle(relations[relationName]!.values)) {
    if (rows.length === count) break;
    const free = people.filter(
      (person) =>
        !rows.some((row) => row.person === person) &&
        random.allows(`${relationName} ${value} ${person.name}`),
    );
    if (free.length) rows.push({ person: random.pick(free), value });
  }
  return rows;
}

function rowText(form: string, { person, value }: Row, index: number): Marked {
  return fillAsIs(form, {
    name: mark(person.name, `name${index}`),
    value: mark(value, `value${index}`),
  });
}

/** "Anna: red. Tom: blue. Mia: green. Tom:" continued with " blue. Anna: red. Tom: blue." */
export function lookupList(random: Draw): Made {
  const rows = drawRows(random, random.pick(firstRelations), 2 + random.int(5));
  const [form, separator] = random.pick(rowForms);
  return continued(random, rows, { form, separator, again: form, asked: "name", sought: "value" });
}

/** "Anna: red. Tom: blue. Mia: green. blue:" continued with " Tom. red: Anna. blue: Tom." */
export function lookupOwners(random: Draw): Made {
  const rows = drawRows(random, random.pick(firstRelations), 2 + random.int(5));
  const [form, separator] = random.pick(rowForms);
  // At the start of a line a value is another token than after a space: too hard for a first lesson.
  const again = random.pick(separator === "\n" ? ownerForms.slice(0, 3) : ownerForms);
  return continued(random, rows, { form, separator, again, asked: "value", sought: "name" });
}

/** Rows in one form, continued with some of them in the form `again`, where `sought` follows `asked`. */
function continued(
  random: Draw,
  rows: readonly Row[],
  list: {
    form: string;
    separator: string;
    again: string;
    asked: "name" | "value";
    sought: "name" | "value";
  },
): Made {
  const { form, separator, again, asked, sought } = list;
  // How many look-ups follow is open too.
  const queryCount = random.freePick([2, 3, 4, 5, 6, 7]);
  const queries = Array.from({ length: queryCount }, (_, index) =>
    index === 0 ? random.int(rows.length) : rows.indexOf(random.freePick(rows)),
  );
  const { person, value } = rows[queries[0]!]!;
  const first = { name: person.name, value };
  const before = again.slice(0, again.indexOf(`{${sought}}`)).trimEnd();
  const start = fillAsIs(before, { [asked]: mark(first[asked], "asked") });
  const context = join(
    rows.map((row, index) => rowText(form, row, index)),
    separator,
  );
  const answer = queries.map((row) => rowText(again, rows[row]!, row).text).join(separator);
  return {
    kind: "lookup",
    raw: true,
    user: join([context, start], separator),
    assistant: answer.slice(start.text.length) + (separator === "\n" ? "" : "."),
    decisive: ["asked", `name${queries[0]}`, `value${queries[0]}`],
    synergy: [["asked", `${asked}${queries[0]}`]],
    distractors: othersThan(queries, rows),
    check: { all: [first[sought]] },
  };
}

/** The same as a conversation: facts of one relation, some names to look up, their values as the answer. */
export function lookupChat(random: Draw): Made {
  const name = random.pick(random.chance(0.5) ? firstRelations : relationNames);
  const relation = relations[name]!;
  const rows = drawRows(random, name, 2 + random.int(5));
  const asked = random.some([...rows.keys()], 1 + random.int(Math.min(rows.length, 4)));
  const names = join(
    asked.map((index) => mark(rows[index]!.person.name, "asked")),
    random.chance(0.5) ? ", " : " and ",
  );
  const isNamed = random.chance(0.4);
  const wording = random.wording(askNames);
  const question = fillAsIs(wording, { context: factsOf(random, relation, rows), names });
  const user = isNamed ? join([question, plain(anyReading(random, withNames))], " ") : question;
  const facts = asked.map((index) => rows[index]!);
  const assistant = isNamed
    ? `${facts.map(({ person, value }) => `${person.name}: ${value}`).join(". ")}.`
    : `${upperFirst(list(facts.map(({ value }) => value)))}.`;
  return answered(random, rows, asked, user, assistant);
}

/** Some values to look up, their names as the answer. */
export function ownersChat(random: Draw): Made {
  const name = random.pick(random.chance(0.4) ? firstRelations : relationNames);
  const relation = relations[name]!;
  const rows = drawRows(random, name, 2 + random.int(5));
  const askedCount = random.chance(0.6) ? 1 : 1 + random.int(Math.min(rows.length, 4));
  const asked = random.some([...rows.keys()], askedCount);
  const values = asked.map((index) => mark(rows[index]!.value, "asked"));
  const context = factsOf(random, relation, rows);
  const separator = random.pick([" ", "\n"]);
  const question = random.chance(0.5)
    ? fillAsIs(random.wording(askOwners), { values: join(values, random.pick([", ", " and "])) })
    : join(
        values.map((value) => fill(random.wording(relation.askWho), { value })),
        " ",
      );
  const facts = asked.map((index) => rows[index]!);
  const isNamed = random.chance(0.5);
  const assistant = isNamed
    ? `${upperFirst(facts.map(({ person, value }) => `${value}: ${person.name}`).join(". "))}.`
    : `${list(facts.map(({ person }) => person.name))}.`;
  const parts = [context, question, ...(isNamed ? [plain(anyReading(random, withValues))] : [])];
  return answered(random, rows, asked, join(parts, separator), assistant);
}

function answered(
  random: Draw,
  rows: readonly Row[],
  asked: readonly number[],
  user: Marked,
  assistant: string,
): Made {
  return {
    kind: "lookup",
    ...idleSystem(random),
    user,
    assistant,
    decisive: ["asked", ...asked.flatMap((index) => [`name${index}`, `value${index}`])],
    synergy: asked.map((index) => [`name${index}`, `value${index}`]),
    distractors: othersThan(asked, rows),
    check: { exact: assistant },
  };
}

function othersThan(asked: readonly number[], rows: readonly Row[]): string[] {
  return rows.flatMap((_, index) =>
    asked.includes(index) ? [] : [`name${index}`, `value${index}`],
  );
}

function factsOf(random: Draw, relation: Relation, rows: readonly Row[]): Marked {
  const slots = ({ person, value }: Row, index: number) => ({
    name: mark(person.name, `name${index}`),
    value: mark(value, `value${index}`),
  });
  if (random.chance(0.5)) {
    const [form, separator] = random.pick(rowForms.slice(0, 6));
    const listed = join(
      rows.map((row, index) => rowText(form, row, index)),
      separator,
    );
    return join([listed, plain(separator === "\n" ? "" : ".")], "");
  }
  return join(
    rows.map((row, index) => fillAsIs(random.wording(relation.tell), slots(row, index))),
    " ",
  );
}
