/** Tools of the group "pets". Their names, texts and input schemas are in tools.json. */
import type {
  AddPetArguments,
  DeletePetArguments,
  FindPetByIdArguments,
  FindPetsArguments,
  PetstoreClient,
} from '../client.js';
import type { ToolServer } from '../runtime/tools.js';

export function registerPets(server: ToolServer, client: PetstoreClient): void {
  server.operation('find_pets', (args: FindPetsArguments, call) => client.findPets(args, call));
  server.operation('add_pet', (args: AddPetArguments, call) => client.addPet(args, call));
  server.operation('find_pet_by_id', (args: FindPetByIdArguments, call) =>
    client.findPetById(args, call),
  );
  server.operation('delete_pet', (args: DeletePetArguments, call) => client.deletePet(args, call));
}
