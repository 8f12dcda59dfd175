import { topic } from "./topic.ts";

/** Sports, business, entertainment, family, politics. */
export const questionsOfDailyLife = [
  topic("sports", {
    words:
      "sports, football, team, game, match, coach, player, tennis, league, championship, goal, athletics, basketball, baseball, cricket, hockey, rugby, race, stadium, golf",
    people: "goalkeeper, striker, coach, referee, sprinter, swimmer, captain, athlete",
    things:
      "goal, penalty, trophy, medal, jersey, racket, stadium, league, cup, football, scoreboard",
    events: "match, final, tournament, marathon, championship, game, derby, playoff",
    own: `Who won the [cup|championship|league] in {year}?
      What are the rules of [cricket|rugby|hockey]?
      Which [team|player] will win the [match|final] on {day}?
      How many [players|substitutes] does a [football|basketball|baseball] [team] have?
      What is the best [racket|ball] for [tennis|badminton]?
      How can I run a [marathon|race] in four hours?
      Why did the [referee|umpire] stop the [game]?
      I want to train for a [marathon|race|tournament], how do I begin?
      How long is the break in a [football|hockey|rugby|basketball] [match|game]?
      Our [goalkeeper|captain|striker] cannot come, who should play on {day}?
      Can the [referee|umpire] also be the [coach|captain]?
      Which [jersey|racket|ball] should I buy for my first [game|match|tournament]?
      Is [tennis|golf|badminton|cricket] harder than [baseball|rugby|hockey]?
      My brother was a:[sprinter|swimmer|athlete] and has {number} [medals|trophies], where should he put them?
      Why is the [stadium|scoreboard] dark although the [final|derby|playoff] is tonight?
      When does the [league|championship|cup] begin again in {country}?
      They lost every [game|match|derby], so do they need a new [coach|goalkeeper|captain]?
      What counts as a [goal|penalty] in [hockey|football|rugby]?
      Are [substitutes|players] allowed to change [jerseys|rackets] during a [match|final]?
      Which [striker|quarterback|goalkeeper] got the most [medals|trophies] in {year}?
      Is there a [football|tennis|hockey] [team|league|tournament] for beginners in {city}?
      I saw the [final|match|race] in {city}; why did the [coach|striker|referee] shout so much?
      Who is the best [goalkeeper|striker|quarterback] of all time?
      Which [coach] trains the [team] of {city}?`,
  }),
  topic("business", {
    words:
      "business, finance, money, bank, job, tax, loan, market, credit, company, stock, investment, salary, mortgage, economy, financial, debt",
    people: "investor, banker, employer, shareholder, accountant, broker, landlord, salesman",
    things:
      "mortgage, loan, salary, invoice, credit card, tax, paycheck, bank account, share, pension, bond, debt",
    events: "bankruptcy, job interview, tax return, auction, layoff, audit, payment, promotion",
    own: `How much [tax] do I pay on my [salary|income]?
      Where can I get a cheap [loan|mortgage]?
      Should I buy [shares|bonds|stocks] now?
      Can my [employer|boss] cut my [salary|pension]?
      How do I open a [bank account] in {country}?
      What do I say in a [job interview]?
      How can I pay my [debts|credit card] faster?
      I got a letter about my [tax|mortgage|pension], whom do I call?
      How high is the [salary|income|pension] of a:[accountant|broker|salesman] in {country}?
      Can a [bank|landlord|broker] ask for so much [money]?
      I have {number} hundred dollars: should I buy [stocks|shares|bonds] or pay back my [debts|loan]?
      My [boss|employer] wants to sell the [company|business], what happens to my [job|pension]?
      Is the [loan|mortgage|credit card] cheaper after the first year?
      Why is the [market|economy] so weak, and will my [shares|stocks] fall?
      Which [bank|broker|company] in {city} gives a good [credit|loan|mortgage]?
      The [invoice|paycheck|payment] was wrong twice; should I tell the [accountant|boss]?
      When does a:[shareholder|investor] get his [money|income]?
      Do I lose my [bank account|mortgage|job] after a [bankruptcy|layoff]?
      There was a:[audit|auction|sale] at work, should I worry about my [paycheck|promotion]?
      I sent the [tax return|invoice] on {day}, how long does it take until they pay?
      How do I ask for more [money|income] without making my [boss|employer] angry?
      Which [tax|debt|loan] should I pay first if my [salary|paycheck] is late?
      Is it smart to start a [company|business] with little [money]?
      Do I have to send an [invoice] for every [sale]?`,
  }),
  topic("entertainment", {
    words:
      "entertainment, music, movie, song, film, singer, band, actor, concert, television, celebrity, guitar, show, album, dance, comedy, star",
    people: "singer, actor, actress, drummer, guitarist, comedian, celebrity, rapper",
    things:
      "song, movie, guitar, album, soundtrack, playlist, melody, sitcom, cartoon, trailer, music video, ballad",
    events: "concert, premiere, audition, gig, musical, talent show, karaoke, encore",
    own: `Who [sang|played] the [song] with the words about the rain?
      What is your favourite [movie|album|band]?
      Which [actor|actress] plays in this [movie|sitcom]?
      When is the next [concert] of this [band|singer]?
      How do I learn the [guitar|drums|piano] by myself?
      Is there a [trailer|soundtrack] for the new [film|cartoon]?
      Where can I hear the [album|single] of this [rapper|singer]?
      I cannot get this [song|melody|ballad] out of my head, who [sang] it?
      Do you still listen to the [album|soundtrack] of your favourite [band|singer|rapper]?
      How old is the [actor|actress|comedian] from the [sitcom|cartoon|trailer]?
      My sister wants a [guitar|piano] like the one in the [music video|movie|concert], where do I find it?
      Why was the [concert|premiere|musical|gig] in {city} called off?
      Is the [film|movie|sitcom|cartoon] funny or rather sad?
      What is a good [song|ballad|melody] for a:[audition|talent show|concert]?
      The [drummer|guitarist|singer] left the [band|show] in {year}, does anybody know why?
      Which [melody|song|single] comes at the end of the [movie|musical|trailer]?
      Can you name a:[comedian|rapper|actor|celebrity] from {country}?
      When I play the [drums|guitar|piano], the neighbours complain; what would you do?
      Was there an [encore] after the [gig|concert] on {day}?
      Has this [celebrity|actress|comedian] ever been on [television] in {country}?
      I need a:[playlist|song|album] for a long drive; which [band|singer] do you like?
      Who went to the [premiere|concert|musical], and was the [actress|drummer|band] good?
      Which [celebrity] won the [talent show] on [television]?
      What was the name of the [cartoon|sitcom] from {year}?`,
  }),
  topic("family", {
    words:
      "family, relationships, love, marriage, friend, wife, husband, girlfriend, boyfriend, dating, parents, children, wedding, divorce, mother, baby, romance",
    people: "husband, wife, girlfriend, boyfriend, stepmother, bride, fiance, mother",
    things:
      "marriage, relationship, crush, quarrel, love poem, kiss, heartbreak, love letter, engagement ring, flirt, romance, hug",
    events: "wedding, divorce, breakup, first date, anniversary, honeymoon, engagement, reunion",
    own: `My [girlfriend|boyfriend] does not call me, does she still [love] me?
      How do I tell my [husband|wife] that I want a [divorce]?
      Should I [kiss] her on the [first date]?
      What is a good present for our [anniversary|wedding]?
      How do I get over a [breakup|crush]?
      My [mother|stepmother] hates my [boyfriend|fiance], what can I do?
      When is the best time for a [baby|marriage]?
      I found a:[love letter|engagement ring] in his coat, what does it mean?
      How long should we wait between the [engagement|first date] and the [wedding|marriage]?
      My [husband|wife|fiance|boyfriend] forgot our [anniversary|honeymoon], may I be angry?
      Is it too early for a [kiss|hug] after one week?
      How do [parents|children] get over a [divorce|breakup]?
      Why does my [boyfriend|girlfriend|stepmother] never call back?
      What would you write in a [love letter] to your [wife|husband|girlfriend]?
      She says it is only a [flirt|crush], but I feel [jealousy|heartbreak]; what do you think?
      Who pays for the [honeymoon|wedding|engagement], his [mother|parents] or mine?
      After {number} years of [marriage|romance] I want a [divorce], where do I begin?
      Does he want a [relationship|marriage|romance], or just [affection]?
      Should I bring my [girlfriend|fiance|baby] to the [reunion|wedding]?
      When my [parents|mother] met my [wife|husband|bride], nobody spoke; is that usual?
      Can a [hug|kiss|love letter] save a [marriage|relationship]?
      I dream of a [wedding|honeymoon|baby], but my [boyfriend|girlfriend|wife] does not, what now?
      Is [jealousy] normal in a [relationship|marriage]?
      How can I win my [wife|girlfriend] back?`,
  }),
  topic("politics", {
    words:
      "politics, government, election, president, law, vote, democracy, congress, senate, party, political, senator, campaign, policy, rights, republican, democrat",
    people: "president, senator, mayor, voter, congressman, candidate, republican, democrat",
    things:
      "law, ballot, constitution, policy, parliament, congress, senate, treaty, democracy, government, embassy, passport",
    events:
      "election, campaign, referendum, impeachment, inauguration, war, political debate, vote",
    own: `Who will win the next [election] in {country}?
      Why did the [senate|congress] stop this [law|bill]?
      Is the [president|mayor] above the [law|constitution]?
      How many [senators|voters] are there in {country}?
      Should the [government] lower the [voting] age?
      What do [republicans|democrats] think about the [war|border]?
      Can a [president|governor] be [impeached|elected] twice?
      I moved to {country}, where do I [vote] now?
      How does a [bill|law|treaty] get through the [senate|congress|parliament]?
      Which [party|candidate|senator] lied in the [campaign|political debate]?
      Can the [constitution|law] be changed by a [referendum|vote]?
      My [passport|ballot] has the wrong name, should I call the [embassy|government]?
      Is the [democracy|parliament] of {country} older than its [constitution]?
      Are [republicans|democrats|voters] against this [policy|treaty|war]?
      Why did the [governor|president|mayor] lose the [election|vote|referendum] in {year}?
      The [government|parliament] wants a new [law|policy|border], do you agree?
      Who [elected] this [congressman|senator|governor], and when is the next [vote]?
      What happens in {country} when there is no [president|government|parliament]?
      Do [prisoners|citizens|voters] get a [ballot|passport] before the [election]?
      If the [senator|president|governor] is [impeached], who signs the [treaty|bill|law]?
      How long did the [war|campaign] last, and which [president|government] ended it?
      Does a [voter|candidate|democrat|republican] need a [passport|ballot] on {day}?
      Which [party|candidate] has the best [policy|campaign]?
      Do [citizens|prisoners] have the right to [vote]?`,
  }),
];
