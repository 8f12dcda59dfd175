import { capitalised, plain } from "./marked.ts";
import { domains, type Polarity, type SentimentKind, sentimentWords } from "./review-words.ts";
import { topicTasks } from "./topics.ts";

/** Task -> class -> label word -> its share of what a mask of that task and class may be (they sum to 1). */
export type LabelWords = Record<string, Record<string, Record<string, number>>>;

/** How much of a mask's mass goes to the words of the class's other kinds, and to words with a capital. */
const otherKindsShare = 0.12;
const capitalShare = 0.08;

/** Every mask's distribution: the first words of a list are the most frequent ones. */
export function labelWords(): LabelWords {
  const tasks: LabelWords = {};
  for (const [task, { topics }] of Object.entries(topicTasks)) {
    tasks[task] = Object.fromEntries(
      topics.map((topic) => [topic.label, distribution(topic.labelWords, [])]),
    );
  }
  tasks.domain = Object.fromEntries(
    domains.map((domain) => [domain.label, distribution(domain.labelWords, [])]),
  );
  for (const kind of Object.keys(sentimentWords.positive) as SentimentKind[]) {
    tasks[`sentiment.${kind}`] = {
      positive: sentimentDistribution("positive", kind),
      negative: sentimentDistribution("negative", kind),
    };
  }
  return tasks;
}

function sentimentDistribution(polarity: Polarity, kind: SentimentKind) {
  const kinds: Record<string, readonly string[]> = sentimentWords[polarity];
  return distribution(kinds[kind]!, Object.values(kinds).flat());
}

function distribution(own: readonly string[], more: readonly string[]): Record<string, number> {
  const shares = new Map<string, number>();
  const spread = (words: readonly string[], share: number, weight: (rank: number) => number) => {
    const total = words.reduce((sum, _, rank) => sum + weight(rank), 0);
    for (const [rank, word] of words.entries()) {
      shares.set(word, (shares.get(word) ?? 0) + (share * weight(rank)) / total);
    }
  };
  const moreShare = more.length > 0 ? otherKindsShare : 0;
  const capitals = own.slice(0, 4).map((word) => capitalised(plain(word)).text);
  spread(own, 1 - capitalShare - moreShare, (rank) => 1 / (rank + 4));
  spread(capitals, capitalShare, () => 1);
  spread([...new Set(more)], moreShare, () => 1);
  return Object.fromEntries(shares);
}
