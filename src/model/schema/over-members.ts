/** Keywords that constrain the members of an object as a whole, which a type of members and single arguments cannot express. */
export const OVER_MEMBERS = [
  'not',
  'if',
  'minProperties',
  'maxProperties',
  'propertyNames',
  'patternProperties',
  'dependentRequired',
  'dependentSchemas',
  'unevaluatedProperties',
];
