/** Some operations of a large API; its client has one object per group. */
import type { ApiResponse } from './answers.js';
import type { ApiClient, CallOptions, RequestSpec } from './http.js';

export class ApiGroup {
  readonly #client: ApiClient;

  constructor(client: ApiClient) {
    this.#client = client;
  }

  /** As `ApiClient.request`. */
  protected request<T = unknown>(
    method: string,
    template: string,
    spec?: RequestSpec<T>,
    call?: CallOptions,
  ): Promise<ApiResponse<T>> {
    return this.#client.request(method, template, spec, call);
  }
}
