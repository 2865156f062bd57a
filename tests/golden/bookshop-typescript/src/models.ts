/** What Bookshop takes and answers with, as schemas of zod. */
import { z } from 'zod';

/** Genre. */
export const Genre = z.enum(['children', 'crime', 'novel', 'poetry', 'science', 'travel']);
export type Genre = z.infer<typeof Genre>;

/** Book. */
export const Book = z.looseObject({
  isbn: z.string(),
  title: z.string(),
  authors: z.array(z.string()),
  genre: z.optional(Genre),
  /** In euros */
  price: z.number(),
  stock: z.optional(z.number()),
  published: z.optional(z.string()),
  added: z.string(),
  note: z.optional(z.nullable(z.string())),
});
export type Book = z.infer<typeof Book>;

/** Book page. */
export const BookPage = z.looseObject({
  books: z.array(Book),
  /** Cursor of the next page; missing on the last one */
  next: z.optional(z.string()),
});
export type BookPage = z.infer<typeof BookPage>;

/** New book. */
export const NewBook = z.looseObject({
  isbn: z.string(),
  title: z.string(),
  authors: z.array(z.string()),
  genre: z.optional(Genre),
  /** In euros */
  price: z.number(),
  stock: z.optional(z.number()),
  published: z.optional(z.string()),
});
export type NewBook = z.infer<typeof NewBook>;

/** Add book error. */
export const AddBookError = z.looseObject({
  message: z.string(),
});
export type AddBookError = z.infer<typeof AddBookError>;

/** Change book body. */
export const ChangeBookBody = z.looseObject({
  /** In euros */
  price: z.optional(z.number()),
  stock: z.optional(z.number()),
  /** For the staff; null removes it */
  note: z.optional(z.nullable(z.string())),
});
export type ChangeBookBody = z.infer<typeof ChangeBookBody>;

/** Order line. */
export const OrderLine = z.looseObject({
  isbn: z.string(),
  quantity: z.number(),
});
export type OrderLine = z.infer<typeof OrderLine>;

/** New order. */
export const NewOrder = z.looseObject({
  customer: z.string(),
  lines: z.array(OrderLine),
  gift: z.optional(z.boolean()),
});
export type NewOrder = z.infer<typeof NewOrder>;

/** Order. */
export const Order = z.looseObject({
  id: z.number(),
  customer: z.string(),
  lines: z.array(OrderLine),
  gift: z.optional(z.boolean()),
  /** In euros */
  total: z.number(),
  status: z.enum(['placed', 'packed', 'sent', 'returned']),
});
export type Order = z.infer<typeof Order>;
