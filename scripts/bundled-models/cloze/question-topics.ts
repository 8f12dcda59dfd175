import { topic } from "./topic.ts";

/** The classes of Yahoo Answers. */
export const questionTopics = [
  topic("society", {
    words:
      "society, culture, religion, tradition, custom, faith, god, church, ceremony, festival, cultural, belief, community, myth, prayer, holy, people",
    people: "priest, monk, pilgrim, immigrant, rabbi, nun, bishop, missionary",
    things:
      "tradition, religion, custom, prayer, bible, temple, costume, proverb, ritual, church, belief, myth",
    events: "carnival, festival, ceremony, ramadan, funeral, pilgrimage, baptism, procession",
    own: `Why do people of this [religion|faith] [pray|fast] before sunrise?
      What does the [bible|church] say about [angels|sin|heaven]?
      Do you believe in [god|heaven|ghosts]?
      How is [Easter|Ramadan|Christmas] celebrated in {country}?
      What is the oldest [tradition|custom] in {country}?
      Is it rude to wear a [costume|veil] in a [temple|church|mosque]?
      Which [saint|prophet] is honoured at the [festival|procession] in {month}?
      Why do [monks|nuns|priests] wear these colours?
      Where does this [myth|proverb|superstition] come from?`,
  }),
  topic("science", {
    words:
      "science, mathematics, math, physics, chemistry, biology, equation, formula, theory, geometry, algebra, atom, energy, planet, scientific, astronomy, number",
    people:
      "chemist, mathematician, physicist, biologist, astronomer, geologist, botanist, zoologist",
    things:
      "equation, molecule, atom, triangle, fraction, theorem, planet, acid, electron, logarithm, comet, formula",
    events:
      "chemical reaction, eclipse, calculation, evolution, explosion, evaporation, photosynthesis, measurement",
    own: `How do you solve an [equation] with two [unknowns|variables]?
      What is the [square root] of {number}?
      How many [electrons|protons] does an [atom] of [oxygen|helium|iron] have?
      Why is the [speed of light|gravity|velocity] constant?
      What happens when an [acid] meets a [metal|base]?
      How far away is the [planet|moon|comet]?
      Can somebody explain this [theorem|formula|theory] to me?
      What is the [area|volume] of a [triangle|circle|sphere]?
      How do [cells|molecules|bacteria] divide?`,
  }),
  topic("health", {
    words:
      "health, medicine, doctor, disease, medical, diet, fitness, body, pain, hospital, treatment, symptom, drug, illness, patient, nutrition, healthy",
    people: "doctor, nurse, patient, dentist, surgeon, pharmacist, therapist, midwife",
    things:
      "fever, headache, rash, vitamin, allergy, vaccine, pill, diet, symptom, infection, bruise, cough",
    events:
      "surgery, medical treatment, checkup, diagnosis, pregnancy, injection, blood test, vaccination",
    own: `What helps against a [headache|fever|cough]?
      Is it safe to take {number} [pills|painkillers|vitamins] a day?
      My [knee|stomach|throat] [hurts], should I see a [doctor]?
      How long does a [rash|bruise|flu] last?
      Can a [dentist|doctor|surgeon] remove this without [pain]?
      Which [diet|vitamin] helps me to lose [weight]?
      Are there side effects of this [vaccine|medicine|drug]?
      What are the first [symptoms] of [diabetes|cancer|asthma]?
      How often should I measure my [blood pressure|pulse]?`,
  }),
  topic("education", {
    words:
      "education, school, college, university, student, teacher, exam, study, homework, degree, class, course, learning, academic, grade, lesson, library",
    people: "teacher, student, professor, tutor, pupil, principal, librarian, graduate",
    things:
      "homework, essay, scholarship, diploma, dictionary, textbook, grade, degree, lecture, thesis, classroom, school",
    events: "exam, semester, graduation, lesson, seminar, quiz, school trip, spelling test",
    own: `How do I write a good [essay|thesis] in one week?
      Which [university|college] in {country} has the best [courses|professors]?
      Can my [teacher|professor] lower my [grade]?
      Where can I get a [scholarship] for my [studies|degree]?
      How do you prepare for the final [exam|quiz]?
      Is it hard to become a [teacher|librarian|tutor]?
      My [homework|assignment] is due on {day}, who can help?
      Do I need a [diploma|degree] for this [course]?
      Which [dictionary|textbook] do you use in [class]?`,
  }),
  topic("computers", {
    words:
      "computers, internet, computer, software, web, email, website, online, password, program, file, download, network, virus, hardware, browser, laptop",
    people:
      "programmer, hacker, administrator, webmaster, developer, computer user, moderator, gamer",
    things:
      "password, laptop, browser, keyboard, router, printer, file, website, folder, email, modem, firewall",
    events: "download, upgrade, backup, update, installation, reboot, login, upload",
    own: `How do I remove a [virus|program] from my [laptop|computer]?
      I forgot my [password], how can I open my [email]?
      Why is my [internet|download|browser] so slow?
      Which [router|modem|printer] works with this [software]?
      How can I copy a [file|folder] to a [disk|server]?
      What is the best free [browser|firewall|antivirus]?
      My [screen|keyboard] [freezes] after the [update].
      How do I build a [website|homepage] with [pictures]?
      Can a [hacker] read my [emails|files]?`,
  }),
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
    own: `Who [sang|wrote] the [song] with the words about the rain?
      What is your favourite [movie|album|band]?
      Which [actor|actress] plays in this [movie|sitcom]?
      When is the next [concert] of this [band|singer]?
      How do I learn the [guitar|drums|piano] by myself?
      Is there a [trailer|soundtrack] for the new [film|cartoon]?
      Where can I hear the [album|single] of this [rapper|singer]?
      Which [celebrity] won the [talent show] on [television]?
      What was the name of the [cartoon|sitcom] from {year}?`,
  }),
  topic("family", {
    words:
      "family, relationships, love, marriage, friend, wife, husband, girlfriend, boyfriend, dating, parents, children, wedding, divorce, mother, baby, romance",
    people: "husband, wife, girlfriend, boyfriend, stepmother, bride, fiance, mother",
    things:
      "marriage, relationship, crush, jealousy, affection, kiss, heartbreak, love letter, engagement ring, flirt, romance, hug",
    events: "wedding, divorce, breakup, first date, anniversary, honeymoon, engagement, reunion",
    own: `My [girlfriend|boyfriend] does not call me, does she still [love] me?
      How do I tell my [husband|wife] that I want a [divorce]?
      Should I [kiss] her on the [first date]?
      What is a good present for our [anniversary|wedding]?
      How do I get over a [breakup|crush]?
      My [mother|stepmother] hates my [boyfriend|fiance], what can I do?
      When is the right time for a [baby|marriage]?
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
      Which [party|candidate] has the best [policy|campaign]?
      Do [immigrants|prisoners] have the right to [vote]?`,
  }),
];
