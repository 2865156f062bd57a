const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** get, pet → `get_pet` */
export const snake = (words: readonly string[]): string => words.join('_');

/** get, pet → `get-pet` */
export const kebab = (words: readonly string[]): string => words.join('-');

/** get, pet → `GET_PET` */
export const upperSnake = (words: readonly string[]): string => words.join('_').toUpperCase();

/** get, pet → `GetPet` */
export const pascal = (words: readonly string[]): string => words.map(capital).join('');

/** get, pet → `getPet` */
export const camel = (words: readonly string[]): string =>
  words.map((word, index) => (index === 0 ? word : capital(word))).join('');
