export { camel, kebab, pascal, snake, upperSnake } from './case.js';
export { NameScope } from './disambiguate.js';
export { Reserved, startable } from './reserve.js';
export { shortenWords } from './shorten.js';
export { transliterate } from './transliterate.js';
export { toWords, toWordsOr } from './words.js';
