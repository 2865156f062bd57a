/** Tools of the group "books". Their names, texts and input schemas are in tools.json. */
import type {
  AddBookArguments,
  BookshopClient,
  ChangeBookArguments,
  GetBookArguments,
  RemoveBookArguments,
  SearchBooksArguments,
} from '../client.js';
import type { ToolServer } from '../runtime/tools.js';

export function registerBooks(server: ToolServer, client: BookshopClient): void {
  server.operation('search_books', (args: SearchBooksArguments, call) =>
    client.searchBooks(args, call),
  );
  server.operation('add_book', (args: AddBookArguments, call) => client.addBook(args, call));
  server.operation('get_book', (args: GetBookArguments, call) => client.getBook(args, call));
  server.operation('remove_book', (args: RemoveBookArguments, call) =>
    client.removeBook(args, call),
  );
  server.operation('change_book', (args: ChangeBookArguments, call) =>
    client.changeBook(args, call),
  );
}
