// One-line summaries of product news, matches and events.
import type { Draw } from "../draw.ts";
import type { Made } from "../example.ts";
import { fill, fillAsIs, join, type Marked, mark, say } from "../marked-text.ts";
import { dress, fillerParagraph, idleSystem } from "../noise.ts";
import { askForHeadline } from "../wordings/headline.ts";
import { anyReading } from "../wordings.ts";
import {
  brands,
  events,
  extraNews,
  featured,
  features,
  launched,
  matches,
  priced,
  products,
} from "../words/headlines.ts";
import { cities } from "../words/places.ts";
import { days } from "../words/things.ts";
import { drawPrice } from "./values.ts";

interface News {
  text: Marked;
  answer: string;
  decisive: string[];
}

export function headline(random: Draw): Made {
  const news = [productNews, matchNews, eventNews][random.weighted([45, 20, 35])]!(random);
  let { text } = news;
  if (random.chance(0.5)) text = join([text, mark(anyReading(random, extraNews), "filler")], " ");
  if (random.chance(0.06))
    text = join(random.shuffle([text, fillerParagraph(random, 3 + random.int(4))]), "\n");
  return {
    kind: "headline",
    ...idleSystem(random),
    user: dress(random, fillAsIs(random.wording(askForHeadline), { text })),
    assistant: news.answer,
    decisive: news.decisive,
    distractors: ["other"],
    check: { exact: news.answer },
  };
}

function productNews(random: Draw): News {
  const drawn = random.combination(
    () => ({
      brand: random.pick(brands),
      product: random.pick(products),
      feature: random.pick(features),
    }),
    ({ brand, product, feature }) => `headline ${brand} ${product} ${feature}`,
  );
  const day = mark(random.pick(days), "other");
  const price = mark(drawPrice(random), "other");
  const sentences = [
    fill(anyReading(random, launched), { ...drawn, day }),
    fill(anyReading(random, featured), drawn),
    ...(random.chance(0.7) ? [fill(anyReading(random, priced), { price })] : []),
  ];
  return {
    text: join(sentences, " "),
    answer: say("{brand} launches new {product} with {feature}", drawn),
    decisive: ["brand", "product", "feature"],
  };
}

function matchNews(random: Draw): News {
  const { city, rival, a, b } = random.combination(
    () => {
      const [home, guest] = random.some(cities, 2) as [string, string];
      const [one, other] = random.some([0, 1, 2, 3, 4, 5], 2) as [number, number];
      return { city: home, rival: guest, a: one, b: other };
    },
    (drawn) => `match ${drawn.city} ${drawn.rival}`,
  );
  const text = fill(random.pick(matches), {
    city,
    rival,
    a: mark(`${a}`, "score"),
    b: mark(`${b}`, "score"),
    day: mark(random.pick(days), "other"),
  });
  const answer = `${city} ${a > b ? "beats" : "loses to"} ${rival} ${a} to ${b}`;
  return { text, answer, decisive: ["city", "rival", "score"] };
}

function eventNews(random: Draw): News {
  const { event, city } = random.combination(
    () => ({ event: random.pick(events), city: random.pick(cities) }),
    (drawn) => `event ${drawn.event[1]} ${drawn.city}`,
  );
  const [before, after] = anyReading(random, [event[0]]).split(" {city}") as [string, string];
  return {
    text: fill(`{event} {city}${after}`, { event: before, city }),
    answer: event[1].replace("{city}", city),
    decisive: ["event", "city"],
  };
}
