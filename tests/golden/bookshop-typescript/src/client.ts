/** The client of Bookshop. */
import * as models from './models.js';
import type { ApiResponse } from './runtime/answers.js';
import { bearer } from './runtime/auth.js';
import { jsonBody, wholeJsonBody } from './runtime/bodies.js';
import { ApiClient, type ApiFacts, type CallOptions, type ClientOptions } from './runtime/http.js';

const FACTS: ApiFacts = {
  baseUrl: 'https://bookshop.example.com/v1',
  envPrefix: 'BOOKSHOP',
  userAgent: 'mcp-bookshop',
  schemes: { shop_token: bearer('BOOKSHOP_API_TOKEN') },
  security: [['shop_token']],
};

/** Arguments of the tool `search_books`. */
export interface SearchBooksArguments {
  /** Words of the title */
  readonly query?: string;
  /** Family name of an author */
  readonly author?: string;
  /** Only these genres */
  readonly genre?: readonly ('children' | 'crime' | 'novel' | 'poetry' | 'science' | 'travel')[];
  /** Books per page */
  readonly limit?: number;
  /** Where the page starts, as `next` of the page before says */
  readonly cursor?: string;
}

/** Arguments of the tool `add_book`. */
export interface AddBookArguments {
  readonly isbn: string;
  readonly title: string;
  readonly authors: readonly string[];
  /** In euros */
  readonly price: number;
  readonly genre?: 'children' | 'crime' | 'novel' | 'poetry' | 'science' | 'travel';
  readonly stock?: number;
  readonly published?: string;
}

/** Arguments of the tool `get_book`. */
export interface GetBookArguments {
  /** ISBN with 13 digits */
  readonly isbn: string;
}

/** Arguments of the tool `remove_book`. */
export interface RemoveBookArguments {
  /** ISBN with 13 digits */
  readonly isbn: string;
}

/** Arguments of the tool `change_book`. */
export interface ChangeBookArguments {
  /** ISBN with 13 digits */
  readonly isbn: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Arguments of the tool `place_order`. */
export interface PlaceOrderArguments {
  readonly customer: string;
  readonly lines: readonly Readonly<Record<string, unknown>>[];
  readonly gift?: boolean;
}

/** Arguments of the tool `get_order`. */
export interface GetOrderArguments {
  readonly order_id: number;
}

/** The client of Bookshop. */
export class BookshopClient extends ApiClient {
  constructor(options?: ClientOptions) {
    super(FACTS, options);
  }

  /** Search the shelves: `GET /books`. */
  searchBooks(
    args: SearchBooksArguments,
    call?: CallOptions,
  ): Promise<ApiResponse<models.BookPage>> {
    return this.request(
      'GET',
      '/books',
      {
        query: {
          query: args.query,
          author: args.author,
          genre: args.genre,
          limit: args.limit,
          cursor: args.cursor,
        },
        returns: models.BookPage,
      },
      call,
    );
  }

  /** Put a book on the shelves: `POST /books`. */
  addBook(args: AddBookArguments, call?: CallOptions): Promise<ApiResponse<models.Book>> {
    return this.request(
      'POST',
      '/books',
      {
        body: jsonBody({
          isbn: args.isbn,
          title: args.title,
          authors: args.authors,
          price: args.price,
          genre: args.genre,
          stock: args.stock,
          published: args.published,
        }),
        returns: models.Book,
      },
      call,
    );
  }

  /** Look at one book: `GET /books/{isbn}`. */
  getBook(args: GetBookArguments, call?: CallOptions): Promise<ApiResponse<models.Book>> {
    return this.request(
      'GET',
      '/books/{isbn}',
      { path: { isbn: args.isbn }, returns: models.Book },
      call,
    );
  }

  /** Take a book off the shelves: `DELETE /books/{isbn}`. */
  removeBook(args: RemoveBookArguments, call?: CallOptions): Promise<ApiResponse> {
    return this.request('DELETE', '/books/{isbn}', { path: { isbn: args.isbn }, accept: '' }, call);
  }

  /** Change price or stock of a book: `PATCH /books/{isbn}`. */
  changeBook(args: ChangeBookArguments, call?: CallOptions): Promise<ApiResponse<models.Book>> {
    return this.request(
      'PATCH',
      '/books/{isbn}',
      { path: { isbn: args.isbn }, body: wholeJsonBody(args.body), returns: models.Book },
      call,
    );
  }

  /** Order books for a customer: `POST /orders`. */
  placeOrder(args: PlaceOrderArguments, call?: CallOptions): Promise<ApiResponse<models.Order>> {
    return this.request(
      'POST',
      '/orders',
      {
        body: jsonBody({ customer: args.customer, lines: args.lines, gift: args.gift }),
        returns: models.Order,
      },
      call,
    );
  }

  /** Look at one order: `GET /orders/{orderId}`. */
  getOrder(args: GetOrderArguments, call?: CallOptions): Promise<ApiResponse<models.Order>> {
    return this.request(
      'GET',
      '/orders/{orderId}',
      { path: { orderId: args.order_id }, returns: models.Order },
      call,
    );
  }
}
