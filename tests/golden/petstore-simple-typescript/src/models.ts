/** What Swagger Petstore takes and answers with, as schemas of zod. */
import { z } from 'zod';

/** Pet. */
export const Pet = z.looseObject({
  name: z.string(),
  tag: z.optional(z.string()),
  id: z.number(),
});
export type Pet = z.infer<typeof Pet>;

/** Error model. */
export const ErrorModel = z.looseObject({
  code: z.number(),
  message: z.string(),
});
export type ErrorModel = z.infer<typeof ErrorModel>;

/** New pet. */
export const NewPet = z.looseObject({
  name: z.string(),
  tag: z.optional(z.string()),
});
export type NewPet = z.infer<typeof NewPet>;
