/** The client of Swagger Petstore. */
import { z } from 'zod';
import * as models from './models.js';
import type { ApiResponse } from './runtime/answers.js';
import { jsonBody } from './runtime/bodies.js';
import { Param } from './runtime/encoding.js';
import { ApiClient, type ApiFacts, type CallOptions, type ClientOptions } from './runtime/http.js';

const FACTS: ApiFacts = {
  baseUrl: 'http://petstore.swagger.io/api',
  envPrefix: 'PETSTORE',
  userAgent: 'mcp-petstore',
  schemes: {},
  security: [],
};

/** Arguments of the tool `find_pets`. */
export interface FindPetsArguments {
  /** tags to filter by */
  readonly tags?: readonly string[];
  /** maximum number of results to return */
  readonly limit?: number;
}

/** Arguments of the tool `add_pet`. */
export interface AddPetArguments {
  readonly name: string;
  readonly tag?: string;
}

/** Arguments of the tool `find_pet_by_id`. */
export interface FindPetByIdArguments {
  /** ID of pet to fetch */
  readonly id: number;
}

/** Arguments of the tool `delete_pet`. */
export interface DeletePetArguments {
  /** ID of pet to delete */
  readonly id: number;
}

/** The client of Swagger Petstore. */
export class PetstoreClient extends ApiClient {
  constructor(options?: ClientOptions) {
    super(FACTS, options);
  }

  /** Returns all pets from the system that the user has access to: `GET /pets`. */
  findPets(args: FindPetsArguments, call?: CallOptions): Promise<ApiResponse<models.Pet[]>> {
    return this.request(
      'GET',
      '/pets',
      {
        query: { tags: new Param(args.tags, { explode: false }), limit: args.limit },
        returns: z.array(models.Pet),
      },
      call,
    );
  }

  /** Creates a new pet in the store: `POST /pets`. */
  addPet(args: AddPetArguments, call?: CallOptions): Promise<ApiResponse<models.Pet>> {
    return this.request(
      'POST',
      '/pets',
      { body: jsonBody({ name: args.name, tag: args.tag }), returns: models.Pet },
      call,
    );
  }

  /** Returns a user based on a single ID, if the user does not have access to the pet: `GET /pets/{id}`. */
  findPetById(args: FindPetByIdArguments, call?: CallOptions): Promise<ApiResponse<models.Pet>> {
    return this.request('GET', '/pets/{id}', { path: { id: args.id }, returns: models.Pet }, call);
  }

  /** deletes a single pet based on the ID supplied: `DELETE /pets/{id}`. */
  deletePet(args: DeletePetArguments, call?: CallOptions): Promise<ApiResponse> {
    return this.request('DELETE', '/pets/{id}', { path: { id: args.id }, accept: '' }, call);
  }
}
