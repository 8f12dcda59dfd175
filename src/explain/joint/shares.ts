import type { FeatureSet } from "./feature-sets.ts";

/**
 * [n] what masking `members` together costs, shared out among them; 0 for the others. Each gets what it costs alone and
 * half of what each pair adds (the Harsanyi dividends of one and two features), and the rest is shared evenly: the Shapley
 * values of the members' own game for up to three of them, and they always add up to the whole. Evenly all of it where
 * single features or pairs are not known. `drop` gives v(D) − v(D∖S) where S is known.
 */
export function shareOut(
  members: FeatureSet,
  n: number,
  drop: (set: FeatureSet) => number | undefined,
): Float64Array {
  const scores = new Float64Array(n);
  const total = drop(members) ?? 0;
  const dividends = new Map(members.map((member) => [member, drop([member])]));
  const pairs = members.flatMap((member, place) =>
    members
      .slice(place + 1)
      .map((other) => ({ pair: [member, other], cost: drop([member, other]) })),
  );
  const isKnown = [...dividends.values(), ...pairs.map(({ cost }) => cost)].every(
    (cost) => cost !== undefined,
  );
  let left = total;
  const give = (member: number, amount: number) => {
    scores[member]! += amount;
    left -= amount;
  };
  if (isKnown) {
    for (const [member, cost] of dividends) give(member, cost!);
    for (const { pair, cost } of pairs) {
      const dividend = cost! - dividends.get(pair[0]!)! - dividends.get(pair[1]!)!;
      for (const member of pair) give(member, dividend / 2);
    }
  }
  const even = left / members.length;
  for (const member of members) scores[member]! += even;
  return scores;
}
