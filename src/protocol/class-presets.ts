/** A classification that is ready to use: templates and the words of its classes, for any masked model. */
export interface ClassPreset {
  /** As the quick pick names it. */
  readonly title: string;
  /** With `{text}` and one `<mask>` each; the first is used unless another is chosen. */
  readonly templates: readonly [string, ...string[]];
  /** By class; the first word is the one that names it best. */
  readonly labels: Readonly<Record<string, readonly string[]>>;
}

/**
 * The four datasets of PromptExplainer (its table 1). The first template of each is the paper's; the others of `agnews`
 * are those of its table 4, and of the other three those of KPT, which the paper follows, where they need no title. The words are
 * our own: lower case, each of one token in the bundled masked model.
 */
export const classPresets = {
  agnews: {
    title: "News topics (AG’s News)",
    templates: [
      "A <mask> news: {text}",
      "{text} This topic is about <mask>.",
      "[Category : <mask>] {text}",
      "[Topic : <mask>] {text}",
    ],
    labels: {
      world: words("world politics international government war president election country"),
      sports: words("sports football team game match league player coach"),
      business: words("business market economy company money trade bank finance"),
      technology: words("technology science computer software internet digital web research"),
    },
  },
  dbpedia: {
    title: "What a text describes (DBPedia)",
    templates: [
      "[Topic : <mask>] {text}",
      "[Category : <mask>] {text}",
      "{text} This topic is about <mask>.",
      "Category: <mask> {text}",
    ],
    labels: {
      company: words("company business firm manufacturer corporation"),
      school: words("school university college academy institute"),
      artist: words("artist singer musician painter composer"),
      athlete: words("athlete player footballer boxer cyclist"),
      politics: words("politician senator president minister governor"),
      transportation: words("vehicle ship aircraft car train"),
      building: words("building church castle museum house"),
      nature: words("river lake mountain nature valley"),
      village: words("village town settlement district rural"),
      animal: words("animal species insect bird fish"),
      plant: words("plant flower tree shrub grass"),
      album: words("album music song record soundtrack"),
      film: words("film movie drama comedy cinema"),
      book: words("book novel author magazine journal"),
    },
  },
  yahoo: {
    title: "What a question is about (Yahoo Answers)",
    templates: [
      "A <mask> question: {text}",
      "{text} This topic is about <mask>.",
      "[Topic : <mask>] {text}",
      "[Category : <mask>] {text}",
    ],
    labels: {
      "society & culture": words("society culture religion tradition faith"),
      "science & mathematics": words("science mathematics physics chemistry biology"),
      health: words("health medicine doctor disease medical"),
      "education & reference": words("education school college university student"),
      "computers & internet": words("computer internet software web website"),
      sports: words("sports football team game player"),
      "business & finance": words("business finance money bank job"),
      "entertainment & music": words("entertainment music movie song film"),
      "family & relationships": words("family relationships love marriage friend"),
      "politics & government": words("politics government election president law"),
    },
  },
  imdb: {
    title: "Positive or negative (IMDB)",
    templates: [
      "It was <mask>. {text}",
      "Just <mask>! {text}",
      "{text} All in all, it was <mask>.",
      "{text} In summary, it was <mask>.",
    ],
    labels: {
      positive: words("great good wonderful excellent fantastic amazing perfect brilliant"),
      negative: words("terrible bad awful horrible boring poor disappointing dull"),
    },
  },
} as const satisfies Readonly<Record<string, ClassPreset>>;

export type ClassPresetId = keyof typeof classPresets;

export const classPresetIds = Object.keys(classPresets) as ClassPresetId[];

/** The preset of a name; undefined for a name that none has. */
export function classPreset(name: string): ClassPreset | undefined {
  const id = classPresetIds.find((known) => known === name);
  return id && classPresets[id];
}

function words(line: string): readonly string[] {
  return line.split(" ");
}
