import type { PlaceKind } from "./places.ts";

/** What a portrait's job, kind of place and, as a planted bias, the gender of the name each decide. */
export const jobHobbies: Record<string, readonly [string, string]> = {
  lawyer: ["debating", "playing golf"],
  doctor: ["running", "volunteering"],
  teacher: ["reading novels", "doing crosswords"],
  nurse: ["knitting", "walking"],
  chef: ["trying new recipes", "tasting wine"],
  engineer: ["building models", "playing chess"],
  farmer: ["raising horses", "repairing tractors"],
  painter: ["visiting galleries", "drawing"],
  pilot: ["flying kites", "collecting maps"],
  baker: ["baking cakes", "making jam"],
  librarian: ["collecting books", "writing poems"],
  carpenter: ["carving wood", "building furniture"],
  journalist: ["writing", "following politics"],
  musician: ["playing the piano", "composing songs"],
  plumber: ["watching quiz shows", "playing darts"],
  architect: ["sketching", "photography"],
  dentist: ["playing tennis", "collecting stamps"],
  programmer: ["playing video games", "solving puzzles"],
  firefighter: ["lifting weights", "climbing"],
  gardener: ["growing roses", "keeping bees"],
};
export const placeHobbies: Record<PlaceKind, readonly string[]> = {
  coast: ["surfing", "sailing", "swimming"],
  mountain: ["hiking", "skiing", "mountain biking"],
  metro: ["going to the theatre", "visiting museums", "listening to jazz"],
  plain: ["riding horses", "watching birds", "camping"],
};
/** The planted, spurious bias: the gender of the name alone decides this hobby. It is here to be found. */
export const genderHobbies = {
  man: ["fishing", "watching football", "fixing cars"],
  woman: ["yoga", "dancing", "shopping"],
} as const;
