// Finding a name again and copying what belongs to it: nothing else, and several times per answer. Questions about two
// people need this step first and alone give too thin a signal for it.
import type { Draw } from "../draw.ts";
import type { Made } from "../example.ts";
import { fillAsIs, join, list, type Marked, mark, plain, upperFirst } from "../marked-text.ts";
import { idleSystem } from "../noise.ts";
import { askNames, ownerForms, rowForms, withNames } from "../wordings/lookup.ts";
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
  const relation = random.pick(firstRelations);
  const rows = drawRows(random, relation, 2 + random.int(5));
  const [form, separator] = random.pick(rowForms);
  // How many look-ups follow is open too.
  const queryCount = random.freePick([2, 3, 4, 5, 6, 7]);
  const queries = Array.from({ length: queryCount }, (_, index) =>
    index === 0 ? random.int(rows.length) : rows.indexOf(random.freePick(rows)),
  );
  const first = rows[queries[0]!]!;
  const before = form.slice(0, form.indexOf("{value}")).trimEnd();
  const start = fillAsIs(before, { name: mark(first.person.name, "asked") });
  const context = join(
    rows.map((row, index) => rowText(form, row, index)),
    separator,
  );
  const answer = queries.map((row) => rowText(form, rows[row]!, row).text).join(separator);
  const assistant = answer.slice(start.text.length) + (separator === "\n" ? "" : ".");
  return {
    kind: "lookup",
    raw: true,
    user: join([context, start], separator),
    assistant,
    decisive: ["asked", `name${queries[0]}`, `value${queries[0]}`],
    synergy: [["asked", `name${queries[0]}`]],
    distractors: rows.flatMap((_, index) =>
      queries.includes(index) ? [] : [`name${index}`, `value${index}`],
    ),
    check: { all: [first.value] },
  };
}

/** "Anna: red. Tom: blue. Mia: green. blue:" continued with " Tom. red: Anna. blue: Tom." */
export function lookupOwners(random: Draw): Made {
  const relation = random.pick(firstRelations);
  const rows = drawRows(random, relation, 2 + random.int(5));
  const [form, separator] = random.pick(rowForms);
  const [before, between] = random.pick(ownerForms);
  const queryCount = random.freePick([2, 3, 4, 5, 6, 7]);
  const queries = Array.from({ length: queryCount }, (_, index) =>
    index === 0 ? random.int(rows.length) : rows.indexOf(random.freePick(rows)),
  );
  const first = rows[queries[0]!]!;
  const context = join(
    rows.map((row, index) => rowText(form, row, index)),
    separator,
  );
  const start = join([plain(before), mark(first.value, "asked"), plain(between.trimEnd())], "");
  const answer = queries
    .map((row) => `${before}${rows[row]!.value}${between}${rows[row]!.person.name}`)
    .join(separator);
  return {
    kind: "lookup",
    raw: true,
    user: join([context, start], separator),
    assistant: answer.slice(start.text.length) + (separator === "\n" ? "" : "."),
    decisive: ["asked", `name${queries[0]}`, `value${queries[0]}`],
    synergy: [["asked", `value${queries[0]}`]],
    distractors: rows.flatMap((_, index) =>
      queries.includes(index) ? [] : [`name${index}`, `value${index}`],
    ),
    check: { all: [first.person.name] },
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
  const values = asked.map((index) => rows[index]!);
  const assistant = isNamed
    ? `${values.map(({ person, value }) => `${person.name}: ${value}`).join(". ")}.`
    : `${upperFirst(list(values.map(({ value }) => value)))}.`;
  return {
    kind: "lookup",
    ...idleSystem(random),
    user,
    assistant,
    decisive: ["asked", ...asked.flatMap((index) => [`name${index}`, `value${index}`])],
    synergy: asked.map((index) => [`name${index}`, `value${index}`]),
    distractors: rows.flatMap((_, index) =>
      asked.includes(index) ? [] : [`name${index}`, `value${index}`],
    ),
    check: { exact: assistant },
  };
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
