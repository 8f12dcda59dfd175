import { topic } from "./topic.ts";

/** The classes of AG's News. */
export const newsTopics = [
  topic("world", {
    words: `world, international, politics, government, country, war, peace, president, minister, election, military, foreign, army, treaty, embassy,
      refugee, border, parliament, conflict, diplomat, nation, crisis, regime, global`,
    people:
      "president, minister, soldier, diplomat, ambassador, rebel, refugee, general, senator, prisoner, protester, governor",
    things:
      "treaty, border, embassy, army, ceasefire, parliament, sanction, constitution, bomb, missile, hostage, weapon",
    events:
      "election, war, summit, protest, invasion, coup, uprising, referendum, earthquake, siege, conflict, crisis",
    own: `The [president|minister|general] of {country} signed a [treaty|ceasefire] with {country} on {day}.
      [Soldiers|Rebels|Troops] crossed the [border] of {country} at night.
      {number} people were [killed|wounded] in a [bombing|shooting|clash] near {city}.
      The [parliament|government] in {city} voted for new [sanctions|elections].
      [Refugees|Protesters] fled from {city} after the [war|attack|earthquake] began.
      {country} closed its [embassy|border] in {city} because of the [conflict|crisis].
      The [army|military] of {country} fired [missiles|shells] at {city}.
      [Diplomats|Ministers] from {country} and {country} hope for [peace].
      A [hostage|prisoner] was freed in {country} after {number} months.
      {person} was chosen as the new [president|ambassador] of {country}.
      The [United Nations] sent [troops|aid|food] to {country} on {day}.
      After {number} days of [war|fighting], both [armies|governments] agreed to a [ceasefire|treaty] in {city}.
      {nationality} [rebels|soldiers|troops] freed {number} [hostages|prisoners] near the [border].
      Many [protesters|voters|refugees] came to the [embassy|parliament] in {city} on {day}.
      An [earthquake|uprising|invasion] in {country} left {number} hundred people without a home.
      {country} asked the [United Nations] for [aid|troops|food] after the [siege|crisis|earthquake].
      The [ambassador|diplomat|minister] left the [summit] in {city} without a [treaty|ceasefire].
      After the [rebellion|coup] in {country} the [regime] sent its [voters] to the [polls|ballot].
      Why the [general|president] ordered the [siege|invasion] of {city} is not known.
      {number} [soldiers|refugees|rebels] waited at the [border] between {country} and {country}.
      A [coup|rebellion] in {country} ended the [regime] after {number} days.
      [Voters] in {country} go to the [polls|ballot] on {day}.`,
  }),
  topic("sports", {
    words: `sports, football, team, game, match, coach, player, tennis, league, championship, goal, athletics, basketball, baseball, cricket, hockey, rugby, cup,
      tournament, race, score, stadium, athlete, golf`,
    people:
      "goalkeeper, striker, coach, referee, sprinter, swimmer, captain, defender, boxer, cyclist, athlete, quarterback",
    things:
      "goal, penalty, trophy, medal, jersey, racket, stadium, league, cup, football, scoreboard, locker room",
    events:
      "match, final, tournament, marathon, championship, game, derby, playoff, relay, qualifier, regatta, sprint",
    own: `The [goalkeeper|keeper] saved a [penalty] in the [final|semifinal] against {country}.
      {country} beat {country} in the [match|game|final] on {day}.
      {person} won the [marathon|race|tournament] in {city}.
      The [coach|captain] of {city} [praised|trained] his [team|players] after the [match|game].
      {person} [scored] {number} [goals|points] for {city}.
      The [striker|defender] was injured before the [championship|playoffs].
      {city} lost the [derby|match] and now needs a new [coach].
      [Tennis] [player] {person} reached the [final|quarterfinal] in {city}.
      A [basketball|hockey|football] [team] from {city} won its [league] in {month}.
      {person} took the gold [medal] in the [relay|sprint|hurdles].
      The [referee|umpire] stopped the [game|match] for {number} minutes.
      In the last minute the [striker|captain|defender] [scored] a [goal|penalty] for {country}.
      The [playoffs|championship|league] began with a [derby|game] between {city} and {city}.
      {person}, the [quarterback|goalkeeper|boxer] of {country}, needs a new [coach].
      [Fans] of {city} left the [stadium|arena] before the end of the [match|final].
      A [cyclist|sprinter|swimmer] from {country} won {number} [medals|trophies] in {year}.
      [Cycling|Swimming|Rugby] [athletes] from {country} meet in {city} in {month}.
      No [umpire|referee] saw that the [player|striker] from {city} had touched the [ball].
      For {number} years no [team|captain|coach] from {country} had won the [cup|league].
      Rain stopped the [tennis|baseball|cricket] [match|game|tournament] in {city} on {day}.
      [Fans] filled the [stadium|arena] in {city} to see the [cup] [final].
      {person} broke the [swimming|cycling|sprint] record in {city}.`,
  }),
  topic("business", {
    words: `business, economy, market, company, money, bank, finance, trade, stock, profit, industry, investment, sales, investor, economic, financial, debt,
      corporate, budget, merger, commerce, tax, loan, shares`,
    people:
      "investor, banker, trader, shareholder, accountant, broker, economist, retailer, supplier, analyst, auditor, wholesaler",
    things:
      "share, profit, loan, dividend, bond, budget, tax, stock, currency, debt, invoice, price",
    events:
      "merger, takeover, bankruptcy, sale, recession, auction, layoff, audit, buyout, price war, boom, bailout",
    own: `[Shares|Stocks] in {city} fell on {day} after weak [sales] figures.
      The [bank|company|retailer] said that its [profit|revenue] rose by {number} percent.
      A [merger|takeover] of two [companies|banks|airlines] was announced in {city}.
      [Investors] are worried about [inflation|debt|prices] in {country}.
      The [central bank] of {country} raised [interest rates] on {day}.
      {person} was named [chairman|manager] of a [bank|company] in {city}.
      A [retailer|manufacturer] in {city} filed for [bankruptcy] with high [debts].
      The [economy] of {country} grew by {number} percent in {year}.
      [Oil] [prices] rose to a new high on {day}.
      The [company] will cut {number} hundred jobs to lower its [costs].
      [Traders] in {city} sold [dollars|bonds|shares] on {day}.
      {country} lowers its [taxes|tariffs] on [oil|imports|exports].
      The [profit|revenue|dividend] of the [airline|bank|manufacturer] fell by {number} percent in {month}.
      After the [merger|buyout|bailout] the [company] in {city} must lower its [costs|debts|prices].
      [Economists|Analysts|Brokers] expect a [recession|boom] in {country} in {year}.
      {person} sold all [shares|bonds|stocks] of the [retailer|airline] on {day}.
      Higher [prices|tariffs|interest rates] hurt the [economy|market|trade] of {country}.
      The [accountant|auditor|banker] found [invoices|loans] worth {number} million [dollars].
      In {city} the [stock|bond|currency] [market] opened lower on {day}, [traders] said.
      A [loan|bailout] from the [central bank] saved the [airline|manufacturer|company] in {year}.
      [Exports|Imports] of {country} dropped because of the new [tariffs|taxes].
      The [airline|retailer] pays its [shareholders] a higher [dividend].`,
  }),
  topic("technology", {
    words: `technology, science, computer, software, internet, digital, web, robot, space, research, online, data, network, device, satellite, scientist,
      server, browser, laptop, chip, virus, electronic, smartphone, engineering`,
    people:
      "programmer, scientist, engineer, researcher, hacker, developer, astronaut, inventor, physicist, technician, designer, biologist",
    things:
      "computer, chip, browser, satellite, robot, laptop, server, telescope, processor, rocket, algorithm, sensor",
    events:
      "experiment, update, download, upgrade, outage, simulation, software test, data leak, space mission, spacewalk, beta test, prototype",
    own: `[Scientists|Researchers] in {city} built a [robot|sensor|telescope] that learns.
      A new [browser|operating system] fixes {number} [security holes|bugs].
      The [satellite|spacecraft|rocket] reached its [orbit] on {day}.
      [Hackers] stole the [data|passwords] of {number} thousand [users].
      A [chip|processor] from {city} makes [computers|laptops] faster.
      [Astronauts] repaired the [telescope|space station] in {month}.
      {person} wrote a:[program|algorithm] that finds [viruses|spam].
      The [search engine] now stores [photos|videos] [online].
      [Engineers] tested a [prototype|battery] with [solar] power near {city}.
      [Researchers] found [genes|cells] with a new [microscope].
      The [software] [update] for [smartphones|laptops] comes on {day}.
      The [astronauts|engineers] aboard the [spacecraft|space station] began an [experiment] on {day}.
      A [virus|bug] in the [software|network|browser] deleted [data|photos|videos] in {country}.
      {number} [satellites|servers] bring fast [internet|broadband] to {country}.
      In {city} a:[robot|laptop|algorithm] beat {number} [programmers|developers] at chess.
      The [rover|probe] landed on [Mars|Saturn] and took [images] with its [sensors].
      [Biologists|Researchers|Scientists] in {city} use a [microscope|simulation|computer] to look at [genes|cells].
      The [developer|inventor|designer] {person} showed a [smartphone|chip|prototype] with a new [battery|processor].
      After an [outage|update] on {day} the [network|server|search engine] was slow in {country}.
      [Hackers|Researchers] found a [bug|security hole] in the [chip|processor|browser] of many [laptops|computers].
      [Internet] [users] in {country} get a faster [network|server].
      A [probe|rover] sent [images] of [Mars|Saturn] to [scientists] in {city}.`,
  }),
];
