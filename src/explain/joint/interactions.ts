import type { Interaction, InteractionKind } from "#protocol/joint";
import { distinctSets, type FeatureSet, outside, sorted } from "./feature-sets.ts";
import type { TriedSets } from "./tried-sets.ts";

/** Below so many nats two features count as independent of each other. */
const leastNats = 0.5;

/** In other units: below this share of what masking the whole set costs. */
const leastShare = 0.05;

/** Outsiders that the members are paired with. */
const outsiderCount = 3;

/** The sets that the interactions within each of `groups` need: single features, then pairs. */
export function setsInside(groups: readonly FeatureSet[]): FeatureSet[] {
  const pairs = distinctSets(groups.flatMap(pairsInside));
  return [...distinctSets(groups.flat().map((member) => [member])), ...pairs];
}

/** Those that the interactions of `members` with `outsiders` need besides. */
export function setsAcross(members: FeatureSet, outsiders: readonly number[]): FeatureSet[] {
  return [
    ...outsiders.map((outsider) => [outsider]),
    ...outsiders.flatMap((outsider) => members.map((member) => sorted([member, outsider]))),
  ];
}

/** Those outside `members` with the greatest `strength`. */
export function strongestOutside(
  members: FeatureSet,
  n: number,
  strength: (feature: number) => number,
): number[] {
  return outside(members, n)
    .sort((a, b) => strength(b) - strength(a))
    .slice(0, outsiderCount);
}

/**
 * v(D) − v(D∖i) − v(D∖j) + v(D∖{i,j}) of all pairs in `members`, of each member with each of `outsiders` and of all
 * pairs in the `smaller` sets, as far as the sets were tried; the strongest first. `full` is v(D); `isNats`: the value
 * is counted in nats.
 */
export function interactionsOf(
  tried: TriedSets,
  members: FeatureSet,
  outsiders: readonly number[],
  smaller: readonly FeatureSet[],
  full: number,
  isNats: boolean,
): Interaction[] {
  const drop = (set: FeatureSet) => {
    const value = tried.valueOf(set);
    return value === undefined ? undefined : full - value;
  };
  const least = isNats ? leastNats : leastShare * Math.abs(drop(members) ?? 0);
  const across = outsiders.flatMap((outsider) => members.map((member) => [member, outsider]));
  const known = distinctSets([...pairsInside(members), ...across, ...smaller.flatMap(pairsInside)]);
  const found = known.flatMap((pair): Interaction[] => {
    const [i, j] = pair as [number, number];
    const alone = [drop([i]), drop([j])] as const;
    const together = drop(sorted(pair));
    if (alone[0] === undefined || alone[1] === undefined || together === undefined) return [];
    const value = alone[0] + alone[1] - together;
    return [
      {
        pair: [i, j],
        value,
        kind: kindOf(value, least),
        alone: [alone[0], alone[1]],
        together,
        isInside: members.includes(i) && members.includes(j),
      },
    ];
  });
  return found.sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
}

function kindOf(value: number, least: number): InteractionKind {
  if (Math.abs(value) < least) return "independent";
  return value < 0 ? "redundancy" : "synergy";
}

function pairsInside(members: FeatureSet): FeatureSet[] {
  return members.flatMap((member, place) =>
    members.slice(place + 1).map((other) => [member, other]),
  );
}
