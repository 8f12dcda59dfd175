import { topic } from "./topic.ts";

/** The classes of DBPedia. */
export const descriptionTopics = [
  topic("company", {
    words:
      "company, business, firm, manufacturer, corporation, brand, enterprise, retailer, industry, supplier, maker, employer",
    people: "founder, shareholder, employee, customer",
    things: "factory, headquarters, subsidiary, brand, product line, warehouse",
    events: "merger, takeover, bankruptcy, stock listing",
    own: `{last} is a [company|firm|manufacturer] based in {city}, {country}.
      {last} and {last} was {a:nationality} [retailer|manufacturer|corporation] of [furniture|shoes|tools].
      The [firm|company|brand] was founded in {year} and has {number} hundred [employees].
      {last} [manufactures|sells] [bicycles|tyres|clothing] in {country}.
      It is a [subsidiary] of {a:nationality} [corporation|bank] with [headquarters] in {city}.
      Founded in {year}, the [brewery|airline|manufacturer] has its [headquarters] in {city}.
      With {number} [factories|warehouses], {last} is the largest [retailer|supplier] of [toys|shoes|furniture] in {country}.
      {person} is the [founder] of the [brand|firm|enterprise] {last}.
      Since the [merger|takeover] of {year} the [corporation|airline|bank] has belonged to {last}.
      Its [product line] includes [software|tools] and [bicycles|clothing|paint].
      {last} [sells|manufactures] [tyres|toys|software] for [customers] in {number} countries.
      After its [bankruptcy|stock listing] in {year} the [enterprise|supplier|brewery] was bought by its [employees|shareholders|founder].
      {last} is {a:nationality} [airline|brewery|bank] owned by [shareholders] in {city}.
      The [company] makes [software|paint|toys] and opened its [factory] in {city} in {year}.`,
  }),
  topic("school", {
    words:
      "school, university, college, academy, education, institute, campus, faculty, student, seminary, educational, teacher",
    people: "student, teacher, principal, professor",
    things: "campus, faculty, classroom, library, curriculum, dormitory",
    events: "enrolment, graduation, semester, lecture",
    own: `{last} [High School|College|University] is in {city}, {country}.
      It is a public [school|college|university] with {number} hundred [students|pupils].
      The [academy|institute|seminary] [teaches] [law|medicine|theology] in {city}.
      The [campus] of the [university|college] was built in {year}.
      {last} [Academy] is a boarding [school] for girls in {country}.
      Founded in {year}, the [university|institute|academy] has {number} [faculties].
      [Students|Pupils] from {number} countries meet on its [campus] near {city}.
      {person} was the first [principal|professor|teacher] of the [school|college|academy].
      The [college|institute|seminary] offers [degrees|lectures] in [medicine|law|theology].
      Its [library|dormitory] is the oldest of any [university|school] in {country}.
      Each {month} the [graduation|enrolment] at {last} [College|Academy|High School] takes place.
      {last} is a [school] with [grades] one to {number}, {number} [teachers] and {number} hundred [pupils|students].
      Its [faculty] has {number} [professors|teachers].
      The [school] was opened in {year} and serves {number} [grades].`,
  }),
  topic("artist", {
    words:
      "artist, singer, painter, musician, composer, sculptor, guitarist, designer, songwriter, photographer, pianist, violinist",
    people: "singer, painter, composer, sculptor",
    things: "painting, sculpture, portrait, symphony, sketch, watercolour",
    events: "exhibition, recital, concert tour, vernissage",
    own: `{person} (born {year}) is {a:nationality} [singer|painter|composer|guitarist].
      {person} was a [sculptor|painter|photographer] who lived in {city}.
      {person} [composed] {number} [operas|symphonies|sonatas].
      The [paintings|portraits|sculptures] of {person} hang in [galleries] in {city}.
      {person} is a:[folk|opera|classical] [musician|singer] from {country}.
      Born in {city} in {year}, {person} is a [painter|sculptor|photographer|pianist].
      The [portraits|sketches|watercolours] of {person} were shown at a:[exhibition|vernissage] in {city}.
      {person} is best known for the [opera|symphony|painting|sculpture] of {year}.
      As a [violinist|pianist|guitarist], {person} gave [recitals] in {number} cities.
      The {nationality} [composer|songwriter|singer] {person} plays the [violin|guitar|saxophone].
      {person} was taught by the [sculptor|designer|painter] {person} and made {number} [sculptures|sketches|portraits].
      A [gallery] in {country} owns [art|watercolours|paintings] by {person}.
      {person} studied [art|painting|sculpture] in {city} and became a [pianist|painter].
      {person} plays the [violin|saxophone|guitar] and is known as a [songwriter].`,
  }),
  topic("athlete", {
    words:
      "athlete, player, footballer, swimmer, sprinter, cyclist, boxer, wrestler, golfer, goalkeeper, sportsman, gymnast",
    people: "footballer, swimmer, goalkeeper, coach",
    things: "medal, trophy, penalty, goal, jersey, league",
    events: "match, tournament, championship, marathon",
    own: `{person} (born {year}) is {a:nationality} [footballer|swimmer|cyclist|boxer].
      {person} [played] {number} [matches|games] as a [goalkeeper|defender|midfielder].
      {person} won a [medal] at the [Olympics|championships] in {city}.
      {person} was a [sprinter|gymnast|wrestler] from {country}.
      {person} is a former [baseball|cricket|rugby] [player] who [competed] for {country}.
      Born in {year}, {person} is with a [football|rugby|hockey] [club] in {city}.
      {person} [scored] in the [match] against {country} in {year}.
      As a [goalkeeper|defender|midfielder], {person} has [played] for {number} [clubs|teams].
      The {nationality} [swimmer|sprinter|gymnast] {person} holds {number} [titles|medals|trophies].
      In {month} {year} {person} won the [marathon|tournament|championship] in {city}.
      {person} is the [coach] of a [tennis|baseball|basketball] [player|team] from {country}.
      After {number} [goals|tournaments|matches] the [footballer|boxer|cyclist] {person} left {country}.
      {person} [scored] {number} [goals] for the [club] of {city}.
      {person} is a [tennis] [player] and won {number} [tournaments|titles].`,
  }),
  topic("politician", {
    words:
      "politician, president, mayor, senator, governor, minister, ambassador, judge, officer, statesman, congressman, office",
    people: "mayor, senator, governor, minister",
    things: "parliament, cabinet, senate, constituency, political party, ministry",
    events: "election, inauguration, term of office, by-election",
    own: `{person} (born {year}) is {a:nationality} [politician|senator|diplomat].
      {person} was the [mayor|governor] of {city} from {year}.
      {person} was [elected] to the [parliament|senate|congress] in {year}.
      {person} [served] as [minister|ambassador|secretary] of {country}.
      {person} is a member of the [parliament] for the [Liberal|Conservative|Labour] [Party].
      Since {year}, {person} has been the [mayor|governor|senator] of {city}.
      {person} [represented] {country} as a:[ambassador|diplomat|secretary].
      The [Liberal|Labour|Conservative] [politician|candidate] {person} was [elected] in {month} {year}.
      Before the [election|by-election] {person} was a:[attorney|judge] at a [court] in {city}.
      {person} [served] {number} years in the [assembly|cabinet|parliament|senate].
      As [minister|president|secretary], {person} led the [ministry|cabinet] from {year}.
      In {year} {person} lost the [constituency] of {city} to the [Conservative|Liberal] [Party].
      {person} became [judge|attorney] at the [court] in {city} in {year}.
      {person} [represented] {city} in the [assembly|congress].`,
  }),
  topic("transport", {
    words:
      "vehicle, ship, aircraft, car, train, locomotive, transport, helicopter, submarine, transportation, motorcycle, airplane",
    people: "driver, pilot, sailor, passenger",
    things: "engine, hull, propeller, wheel, cabin, deck",
    events: "maiden voyage, test flight, shipwreck, sea trial",
    own: `The {last} is a [car|sedan|van|truck] that was built in {country} from {year}.
      The {last} was a [ship|submarine|destroyer] of the {nationality} [Navy].
      It is a:[helicopter|aircraft|glider] with [two engines|one engine] from {country}.
      The [locomotive|tram|train] ran between {city} and {city} until {year}.
      The [ship|ferry|steamer] [sank] near {country} in {year}.
      Built in {year}, the [locomotive|tram|bus] carried [passengers] from {city} to {city}.
      The {last} has a [diesel|steam] [engine], {number} [wheels] and {number} [seats].
      The [pilot] of the [biplane|helicopter|glider] was {person}.
      On its [maiden voyage|sea trial] in {year} the [steamer|submarine|destroyer] left {city}.
      The {nationality} [fighter|biplane|aircraft] [flew] over {city} in {month} {year}.
      {number} of these [cars|vans|buses|motorcycles] were made for [drivers] in {city}.
      With its [propeller|hull|deck] damaged, the [ship|ferry|submarine] [sank] off {country}.
      The {last} is a small [aircraft|fighter|biplane] that first [flew] in {year}.
      The [sedan|van|bus] has a [diesel] [engine] and {number} [seats|wheels].`,
  }),
  topic("building", {
    words:
      "building, castle, church, museum, tower, house, cathedral, theatre, palace, mansion, monument, architecture",
    people: "architect, tenant, bricklayer, caretaker",
    things: "facade, roof, tower, chapel, staircase, cellar",
    events: "renovation, demolition, restoration, construction",
    own: `The {last} [House|Building|Tower] is in {city}, {country}.
      It is a [church|cathedral|castle] of the {nationality} [Gothic|Baroque] style.
      The [museum|theatre|mansion] was [designed] by the [architect] {person} in {year}.
      The [palace|castle] has {number} [towers|halls|floors].
      The [skyscraper|hotel|tower] stands in the centre of {city}.
      Made of [brick|marble], the [church|tower|palace] is {number} metres high.
      The [facade|roof|staircase] of the [castle|cathedral|mansion] is the work of {person}.
      {person} was the [architect] of this [Baroque|Gothic] [house|palace|theatre|monument].
      After the [renovation|restoration] of {year} the [museum|theatre|chapel] was opened again.
      The [cellar|tower|chapel] is all that remains of the [castle|palace|mansion].
      Opened in {year}, the [skyscraper|hotel|building] in {city} has {number} [floors|halls].
      The old [house|cottage|cathedral|tower] was [restored|demolished] in {year}, together with its [chapel|roof|facade].
      The [building] was [restored|demolished] in {year}.
      The [brick] [house|mansion|cottage] is a listed [monument] in {city}.`,
  }),
  topic("nature", {
    words:
      "nature, river, lake, mountain, valley, glacier, peak, volcano, stream, natural, bay, ridge",
    people: "hiker, climber, angler, canoeist",
    things: "river, lake, mountain, valley, glacier, waterfall",
    events: "flood, eruption, snowmelt, drought",
    own: `The {last} is a [river|stream] in {country} that [flows] to the [sea].
      {last} is a [lake|reservoir] in the north of {country}.
      Mount {last} is a [mountain|hill|peak] in {country}.
      The [glacier|valley] lies between the [ridges|peaks] of {country}.
      The [river] is a [tributary] of the {last}.
      The [waterfall|river|stream] begins in the [hills|mountains] of {country}.
      Near {city} lies the [lake|bay|reservoir] {last}, {number} metres deep.
      The [summit|ridge] of Mount {last} was first reached by {person}.
      During the [drought|flood|snowmelt] of {year} the [lake|stream|river] changed its course.
      [Hikers|Climbers] reach the [glacier|volcano|valley] from {city}.
      The [crater|volcano] on the [island] last [erupted] in {month} {year}.
      {last} [Lake|Peak|Ridge] lies in a [valley|range] of {country}.
      The [volcano|crater] [erupted] in {year}.
      It is the highest [summit|peak|hill] of the [range|island] in {country}.`,
  }),
  topic("village", {
    words:
      "village, town, settlement, district, rural, hamlet, municipality, population, county, parish, region, census",
    people: "villager, inhabitant, resident, farmer",
    things: "village, hamlet, settlement, municipality, parish, county",
    events: "village fair, census, incorporation, resettlement",
    own: `{last} is a [village|hamlet|settlement] in {country}.
      {last} is a [municipality|parish] in the [district|county] of {last}.
      At the [census] of {year} its [population] was {number} hundred.
      The [village] is {number} kilometres south of {city} and has {number} [farms|households].
      It is a [rural] [district|community] in the [province] of {last}.
      The [population] of the [town|village|municipality] was {number} hundred in {year}.
      In {year} the [hamlet|parish|settlement] had {number} [inhabitants|residents|households].
      {last} belongs to the [district|county|region] of {last} in {country}.
      The nearest [town|village] is {last}, {number} kilometres to the north.
      Until its [incorporation|resettlement] in {year} the [settlement|village] was part of the [parish|municipality] of {last}.
      Each {month} the [villagers|residents] of {last} hold a [village fair].
      At the last [census], {number} [households|residents] were counted in this [rural] [community|district|region].
      {last} is a [village] with {number} hundred [inhabitants|residents].
      The [settlement|hamlet] lies in the [county|district|region] of {last}.`,
  }),
  topic("animal", {
    words: "animal, species, insect, beetle, bird, moth, fish, spider, snail, mammal, frog, lizard",
    people: "predator, larva, hatchling, herd",
    things: "wing, beak, feather, antenna, claw, shell",
    events: "mating season, hibernation, migration, moult",
    own: `It is a [species] of [beetle|moth|spider] in the family {last}.
      The {nationality} [frog|lizard|snake] is found in {country}.
      The [bird|bat|parrot] [feeds] on [insects|worms].
      It is a [fish|snail|crab] that lives in the [waters|reefs] of {country}.
      The [larvae] feed on [worms], the [wingspan] is {number} millimetres.
      The [bird|parrot|snake] lays {number} [eggs] in {month}.
      The [beetle|crab|snail] is known by its [claws|antennae|shell].
      This [butterfly|moth|beetle] has a [wingspan] of {number} millimetres.
      At night the {nationality} [rodent|lizard|bat] hunts [insects|spiders|worms].
      In the [mating season|migration] the [birds|mammals|fish] gather near {country}.
      In {country} the [species] is [threatened] by the loss of its [habitat].
      A [herd] of this [mammal|species] was counted near {city} in {year}.
      The [mammal|rodent] is [threatened] by [habitat] loss in {country}.
      The [moth|butterfly] was described by {last} in {year}.`,
  }),
  topic("plant", {
    words: "plant, flower, tree, shrub, orchid, herb, grass, fern, palm, cactus, moss, botanical",
    people: "seedling, gardener, sapling, botanist",
    things: "leaf, petal, root, stem, berry, blossom",
    events: "pollination, flowering, germination, harvest",
    own: `It is a [flowering] [plant] that [grows] in {country}.
      The {nationality} [orchid|fern|palm] [grows] in the forests of {country}.
      It is a [shrub|tree|herb] with white [flowers|blossoms|petals].
      The [leaves|stems] of the [plant|tree] are {number} centimetres long.
      The [cactus|moss|grass] is [native] to {country}.
      The [blossoms|petals|flowers] are white and open in {month}.
      [Native] to {country}, the [shrub|herb|cactus] reaches {number} metres.
      Its [berries|fruits|nuts] are eaten in {country}.
      The {nationality} [grass|fern|moss] needs shade, its [roots|stems] are short.
      The [perennial] [orchid|herb|shrub] was brought to {country} by the [botanist] {person}.
      After [germination|pollination] the [seedling|sapling] [grows] {number} centimetres a year.
      The [leaves|roots|berries] of the [palm|herb|tree] are used as a [spice] in {country}.
      The [tree] bears [fruits|berries|nuts] in {month}.
      It is a [perennial] [herb|grass] with [roots] that are used as [spice].`,
  }),
  topic("album", {
    words:
      "album, song, record, music, single, band, release, soundtrack, compilation, track, rock, label",
    people: "drummer, lead singer, bassist, record producer",
    things: "album, song, single, track, chorus, cover version",
    events: "recording session, album release, remix, chart debut",
    own: `{last} is the second [album] by the {nationality} [band|trio] {last}.
      The [album|single] was [released] on {day} by a [label] in {city}.
      It is a [studio|concert] [album] with {number} [tracks|songs].
      The [single|song] reached the [charts] in {country} in {year}.
      The [compilation|soundtrack] contains {number} [songs|remixes].
      [Recorded] in {city} in {year}, the [album|record] has {number} [tracks].
      The [band] {last} [released] its [debut] [single|album|record] in {year}.
      The [song|track|single] was [produced] by {person} and is {number} minutes long.
      It is a [compilation] of [rock|metal|jazz] [songs|tracks] from {year}.
      The [drummer|bassist|lead singer] of the [band] is {person}.
      A [remix|cover version] of the [song|single] was in the [charts] for {number} weeks.
      With this [soundtrack|record|album] the [label] {last} had its [chart debut] in {country}.
      {last} is a [jazz|rock|metal] [album] [recorded] in {city}.
      The [debut] [album|record] of {person} was [produced] by {person}.`,
  }),
  topic("film", {
    words:
      "film, movie, drama, comedy, director, cinema, thriller, screenplay, documentary, actor, starring, western",
    people: "director, screenwriter, leading actor, cameraman",
    things: "screenplay, film, plot, scene, remake, sequel",
    events: "premiere, film festival, screening, shooting of the film",
    own: `{last} is {a:nationality} [film|movie] [directed] by {person}.
      It is a [silent|horror|romantic] [film|comedy] of {year} [starring] {person}.
      The [drama|thriller|comedy] was [filmed] in {city}.
      The [movie|documentary|western] had its [premiere] in {city} in {year}.
      The [screenplay] was written by {person}, the [actors] are {person} and {person}.
      [Directed] by {person}, the [movie|western|thriller] is set in {country}.
      {person} and {person} are the [actors] in this [silent|romantic] [drama|comedy].
      The [documentary|film] shows {city} in {year} and was [filmed] in {number} weeks.
      The [sequel|remake] was shown at the [film festival] in {city}.
      Its [screenplay|plot] is by the {nationality} [screenwriter|director] {person}.
      The [horror|romantic|silent] [movie] [starring] {person} came to the [cinema] in {month} {year}.
      The [director] needed {number} days for the last [scene] of the [comedy|western|thriller].
      The [film|thriller] is a [remake|sequel] of {a:nationality} [movie].
      The [cinema] version of the [film] runs {number} minutes.`,
  }),
  topic("book", {
    words:
      "book, novel, author, writer, newspaper, magazine, journal, story, publisher, literature, publication, poem",
    people: "novelist, publisher, editor, narrator",
    things: "novel, chapter, magazine, newspaper, poem, paperback",
    events: "publication, book fair, serialisation, translation",
    own: `{last} is a [novel|book] by the {nationality} [author|writer] {person}.
      The [magazine|newspaper|journal] is [published] in {city} every {day}.
      The [novel|story] was first [published] in {year} and has {number} [chapters|pages].
      It is a collection of [poems|stories|essays] by {person}.
      The [journal] [prints] [articles|essays] about {country}.
      [Published] in {city}, the [journal|magazine|newspaper] has {number} thousand [readers].
      The [writer|novelist|author] {person} finished the [trilogy|story|poem] in {year}.
      The [narrator] of the [novel|story] is a man from {city}.
      A [translation|paperback] of the [book|novel] came out in {country} in {year}.
      The [weekly|daily] [journal|magazine|newspaper] is read in {country}.
      {person} is the [editor|publisher] of the [magazine|trilogy|newspaper] {last}.
      The [book] has {number} [chapters|pages|essays|poems] and tells the [story] of {person}.
      The [author] of the [book|novel|trilogy] is {person} from {city}.
      The [weekly|daily] [newspaper|magazine] was founded in {year} by the [editor] {person}.`,
  }),
];
