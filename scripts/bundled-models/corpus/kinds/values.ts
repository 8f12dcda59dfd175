import type { Draw } from "../draw.ts";
import { months } from "../words/things.ts";

const prices = [
  5, 8, 9, 12, 15, 18, 20, 24, 25, 30, 35, 40, 45, 49, 50, 60, 75, 80, 90, 99, 120, 150,
];

export function drawPrice(random: Draw): string {
  return `${random.pick(prices)} ${random.chance(0.6) ? "dollars" : "euros"}`;
}

export function drawTime(random: Draw): string {
  return `${1 + random.int(12)}:${random.pick(["00", "15", "30", "45"])}`;
}

export function drawDate(random: Draw): string {
  return `${1 + random.int(28)} ${random.pick(months)}`;
}
