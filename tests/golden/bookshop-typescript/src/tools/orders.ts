/** Tools of the group "orders". Their names, texts and input schemas are in tools.json. */
import type { BookshopClient, GetOrderArguments, PlaceOrderArguments } from '../client.js';
import type { ToolServer } from '../runtime/tools.js';

export function registerOrders(server: ToolServer, client: BookshopClient): void {
  server.operation('place_order', (args: PlaceOrderArguments, call) =>
    client.placeOrder(args, call),
  );
  server.operation('get_order', (args: GetOrderArguments, call) => client.getOrder(args, call));
}
