// Facts about several people told again: in a given order, or in the same.
import type { Draw } from "../draw.ts";
import type { Made } from "../example.ts";
import { fill, fillAsIs, join, type Marked, mark, say } from "../marked-text.ts";
import { tellInOrder, tellSame } from "../wordings/lookup.ts";
import { relationNames, relations } from "../words/relations.ts";
import { drawRows } from "./lookup.ts";

export function recall(random: Draw): Made {
  const name = random.pick(relationNames);
  const relation = relations[name]!;
  const rows = drawRows(random, name, 2 + random.weighted([50, 35, 15]));
  const isPlain = random.chance(0.5);
  const context = join(
    rows.map(({ person, value }, index) =>
      fill(isPlain ? relation.full : random.wording(relation.tell), {
        name: mark(person.name, `name${index}`),
        value: mark(value, `value${index}`),
      }),
    ),
    " ",
  );
  const isOrdered = random.chance(0.75);
  const order = isOrdered ? random.shuffle([...rows.keys()]) : [...rows.keys()];
  const assistant = order
    .map((index) =>
      say(relation.full, { name: rows[index]!.person.name, value: rows[index]!.value }),
    )
    .join(" ");
  return {
    kind: "recall",
    user: ordered(
      random,
      isOrdered,
      context,
      order.map((index) => rows[index]!.person.name),
    ),
    assistant,
    decisive: ["order", ...rows.flatMap((_, index) => [`name${index}`, `value${index}`])],
    synergy: rows.map((_, index) => [`name${index}`, `value${index}`]),
    check: { exact: assistant },
  };
}

function ordered(random: Draw, isOrdered: boolean, context: Marked, names: string[]): Marked {
  if (!isOrdered) return fill(random.wording(tellSame), { context });
  const order = names.map((name) => mark(name, "order"));
  const spoken = random.chance(0.5)
    ? join(order, ", ")
    : join([join(order.slice(0, -1), ", "), order.at(-1)!], " and ");
  return fillAsIs(random.wording(tellInOrder), { context, names: spoken });
}
