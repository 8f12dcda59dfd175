const split = (text: string): string[] => text.trim().split(/\s*,\s*/);

/** Words that tell the topic of a news item, with an article where they take one. */
export const cues: Record<string, readonly string[]> = {
  Sports: split(
    "the final, a late goal, a penalty, the goalkeeper, the marathon, the tournament, the striker, a world record, the referee, the league, the coach, the stadium, the cup match, a tennis player, the champion, the sprint",
  ),
  Business: split(
    "the profits, the bank, the shares, a merger, the stock market, a new tax, the interest rates, the sales, the chief executive, the investors, a bankruptcy, the takeover, the trade fair, the retailers, the earnings, the bonds",
  ),
  Science: split(
    "a new planet, the telescope, an experiment, the bacteria, the laboratory, a rare species, the galaxy, the genes, the atoms, a microscope, the space probe, the researchers, the neurons, a fossil, the physicists, the comet",
  ),
  World: split(
    "the election, the president, a treaty, the border, the peace talks, the parliament, the ambassador, the refugees, the prime minister, the summit, the rebels, a referendum, the ceasefire, the foreign minister, the embassy, the voters",
  ),
};
/** Sentences that fit every topic: the cue alone decides. */
export const neutralNews = [
  "[Everybody|Everyone|The whole town|My family] [talked|talks|read|heard] about {cue} [today|this week|again|on Monday].",
  "[The paper|The radio|Our reporter|A new book|The evening news] [wrote|says|told us a lot|knows more] about {cue}.",
  "[Nobody|No one|Few people] had [expected|believed in|heard of] {cue}.",
  "[There was|There is] [big|good|bad|strange|fresh] news about {cue} [today|this week|this morning].",
  "[A report|A film|A short article|A long story] about {cue} [came out|was shown|was printed] [today|this week|on Friday].",
  "[Because of|Thanks to] {cue} [people stayed at home|the streets were full|we heard a lot of noise].",
] as const;
/** Sentences with two cues, each of them enough. */
export const doubleNews = [
  "[The paper|The radio|Our reporter] [wrote|spoke] about {cue} and {second} [today|this week|again].",
  "[There was|There is] [big|good|bad|strange] news about {cue} and {second}.",
  "After {cue} everyone asked about {second}.",
] as const;
/** A cue of another topic that the sentence sets aside. */
export const contrastNews = [
  "[This|The report|The story|The talk] was not about {other} but about {cue}.",
  "[Nobody|No one] spoke of {other} any more, everybody spoke of {cue}.",
  "Forget {other}: the news of the day is {cue}.",
] as const;
/** News as they are written, with the words that tell the topic in brackets. */
export const writtenNews: Record<string, readonly string[]> = {
  Sports: [
    "The {team|club|striker|champion} won after a late {goal|penalty|save}.",
    "The {coach|goalkeeper} was happy with the {score|season|match}.",
    "{Fans|Players} filled the {stadium|arena} in the evening.",
    "The {runner|swimmer|cyclist} was the fastest in the {marathon|sprint|relay}.",
    "The {goalkeeper|captain} stopped the last {shot|penalty} of the {final|match}.",
  ],
  Business: [
    "The {company|bank|retailer} reported higher {profits|sales|earnings}.",
    "{Shares|Stocks} fell after the {merger|takeover|bankruptcy}.",
    "The {chief executive|investor} sold {shares|bonds} for a high price.",
    "Rising {prices|interest rates|taxes} hurt the {retailers|factories|banks}.",
  ],
  Science: [
    "{Researchers|Scientists|Astronomers} discovered a new {planet|particle|species|galaxy}.",
    "A new {telescope|microscope|laboratory} will study {cells|stars|genes|atoms}.",
    "The {experiment|study} shows how {bacteria|neurons|viruses} grow.",
    "A {probe|satellite} sent images of {Mars|Jupiter|a comet}.",
  ],
  World: [
    "The {president|prime minister|king} met the {ambassador|foreign minister}.",
    "{Voters|Citizens} waited for hours at the {election|referendum}.",
    "{Troops|Rebels} crossed the {border|river} in spite of the {treaty|ceasefire}.",
    "The {government|parliament} signed a {treaty|law}.",
  ],
};
