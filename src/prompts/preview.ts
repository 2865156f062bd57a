import { visible } from '../diagnostics/visible.js';
import type { SecurityScheme, ServiceModel, SpecText } from '../model/types.js';
import type { Preview } from './types.js';

const MAX_LABEL = 70;

/** The parts of a model that the questions show, with texts of the document made harmless. */
export function previewOf(model: ServiceModel): Preview {
  const tokens = new Map(model.tools.map((tool) => [tool.operation, tool.tokens]));
  const description =
    model.service.description === undefined ? '' : firstLine(model.service.description, 200);
  return {
    title: shown(model.service.title, 200),
    slug: model.service.slug,
    ...(description === '' ? {} : { description }),
    operations: model.operations.map((operation) => ({
      id: operation.id,
      tag: operation.tag,
      label: `${operation.method} ${shown(operation.path, MAX_LABEL)}`,
      readOnly: operation.safety.readOnly,
      tokens: tokens.get(operation.id) ?? 0,
    })),
    tags: model.tags.map((tag) => ({ id: tag.id, label: shown(tag.name, MAX_LABEL) })),
    auth: model.securitySchemes.map(schemeText).join(', '),
  };
}

/** One line of untrusted text, cut, without anything that a terminal would act on. */
const shown = (text: SpecText, limit: number): string =>
  visible(text.spec.replace(/\s+/g, ' ').trim()).slice(0, limit);

const firstLine = (text: SpecText, limit: number): string =>
  shown({ spec: text.spec.trim().split(/\r\n|\n|\r/, 1)[0] ?? '' }, limit);

const KINDS: Readonly<Record<SecurityScheme['kind'], string>> = {
  apiKey: 'API key',
  basic: 'user name and password',
  bearer: 'bearer token',
  oauth2: 'OAuth 2',
  openIdConnect: 'OpenID Connect',
  mutualTLS: 'client certificate',
  unsupported: 'a scheme that is not supported',
};

const schemeText = (scheme: SecurityScheme): string =>
  `${KINDS[scheme.kind]} (${shown(scheme.wireName, 40)})`;
