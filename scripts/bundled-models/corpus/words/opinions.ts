const split = (text: string): string[] => text.trim().split(/\s*,\s*/);

export const good = split(
  "great, wonderful, excellent, superb, fantastic, lovely, brilliant, delightful, perfect, charming, good, amazing, very nice, beautiful, warm, friendly, funny, fresh",
);
export const bad = split(
  "awful, terrible, horrible, boring, bad, disappointing, poor, dreadful, weak, ugly, dull, useless, really annoying, cold, rude, dirty, slow, broken",
);
export const aspects = split(
  `movie, film, food, service, hotel, room, book, plot, music, acting, phone, battery, concert, waiter, soup, view,
  staff, ending, game, seat, coffee, screen, camera, lamp, bed, breakfast, guide, museum, train, story, singer, sound,
  chair, cake, garden, play`,
);
export const loved = [
  "I [loved|liked|adored] the {aspect}",
  "I [really enjoyed|would recommend|was happy with] the {aspect}",
  "the {aspect} made my day",
  "I would [buy|visit|choose] the {aspect} again",
] as const;
export const hated = [
  "I [hated|disliked|could not stand] the {aspect}",
  "I [want my money back for|would never recommend|was unhappy with] the {aspect}",
  "the {aspect} ruined my day",
  "I would [never buy|not visit|never choose] the {aspect} again",
] as const;
export const neutralReviews = [
  "We went there on [Friday|Monday|Sunday].",
  "I bought it [online|in a shop|last week].",
  "My [sister|brother|friend|father] came with me.",
  "It was our [first|second|third] visit.",
  "We stayed for [two|three|four] nights.",
  "The box was [blue|red|green].",
  "There were [many|few] people.",
] as const;
