const split = (text: string): string[] => text.trim().split(/\s*,\s*/);

export const colours = split(
  "red, blue, green, yellow, black, white, brown, purple, orange, grey, pink, silver",
);
export const animals = split(
  "dog, cat, horse, rabbit, parrot, goat, turtle, hamster, donkey, goose, pony, lizard, owl, snake, duck, mouse",
);
export const objects = split(
  `lamp, bicycle, chair, guitar, camera, clock, coat, table, kettle, umbrella, backpack, mirror, blanket, radio,
  telescope, suitcase, carpet, vase, ladder, helmet, piano, drum, tent, scarf, watch, mug, hat, jacket, sofa, desk,
  phone, pillow, basket, bottle, toaster, violin`,
);
export const foods = split(
  "soup, pizza, rice, pasta, salad, pancakes, fish, cheese, curry, noodles, bread, chocolate, tomatoes, mushrooms, honey, dumplings",
);
export const drinks = split("tea, coffee, milk, water, juice, lemonade, cocoa, wine, beer, cider");
export const sports = split(
  "tennis, football, chess, golf, hockey, rugby, cricket, badminton, basketball, volleyball",
);
export const rooms = split(
  "kitchen, garden, library, garage, office, attic, cellar, hall, studio, bedroom, workshop, bathroom",
);
export const days = split("Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday");
export const months = split(
  "January, February, March, April, May, June, July, August, September, October, November, December",
);
export const numbers = split("two, three, four, five, six, seven, eight, nine, ten, twelve");
export const jobs = split(
  `lawyer, doctor, teacher, nurse, chef, engineer, farmer, painter, pilot, baker, librarian, carpenter, journalist,
  musician, plumber, architect, dentist, programmer, firefighter, gardener`,
);
