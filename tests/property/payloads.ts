/** A document that has one text at every place where a document can have one, and texts that end what they stand in somewhere. */

/** What would run if a text became code; as a name it would be written in another case. */
export const MARK = 'pWnEd';
const CALL = `${MARK}()`;

/** Ends of literals, comments, docstrings, templates, lines and blocks, in the languages that are generated. */
export const PAYLOADS: readonly string[] = [
  `x"""+str(${CALL})+"""y`,
  `x'''\n${CALL}\n'''`,
  `x"+str(${CALL})+"y`,
  `x'+(${CALL})+'y`,
  `x\\"+str(${CALL})#`,
  `x\\`,
  `x"\\`,
  `{${CALL}} %(${CALL})s {{${CALL}}}`,
  `x\n${CALL}\n`,
  `x\r${CALL}\r`,
  `x\u2028${CALL}\u2029`,
  `x\f\n    ${CALL}`,
  `x*/${CALL};/*y`,
  `x\`+${CALL}+\`y`,
  `x\${${CALL}}y`,
  `x\\\${${CALL}}\``,
  `x")\n}\nfunc init() { ${CALL} }\nfunc y() { _ = ("`,
  `//go:generate ${CALL}\n//line x:1`,
  `x=${CALL},y`,
  `-->\n<script>${CALL}</script><!--`,
  `$(${CALL}) \`${CALL}\` ; ${CALL} #`,
  `]\n[tool.x]\n${MARK} = "1`,
  `": 1, "${MARK}": "`,
];

const operation = (id: string, text: string, more: object = {}) => ({
  operationId: `${id} ${text}`,
  summary: text,
  description: text,
  tags: [text],
  externalDocs: { url: text, description: text },
  'x-tool-name': text,
  responses: {
    200: {
      description: text,
      headers: { [text]: { description: text, schema: { type: 'string' } } },
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } },
      links: { [text]: { operationId: text, description: text } },
    },
    default: { description: text },
  },
  ...more,
});

const parameter = (name: string, where: string, text: string, schema: object = { type: 'string' }) => ({
  name,
  in: where,
  required: where === 'path',
  description: text,
  schema,
  examples: { [text]: { summary: text, value: text } },
});

function schemas(text: string): Record<string, unknown> {
  const words = { type: 'string', title: text, description: text, default: text, example: text };
  return {
    Pet: {
      type: 'object',
      title: text,
      description: text,
      required: [text],
      properties: {
        [text]: words,
        kind: {
          type: 'string',
          enum: [text, 'other'],
          'x-enum-varnames': [text, 'B'],
          'x-enum-descriptions': [text, 'b'],
        },
        fixed: { const: text },
        shaped: { type: 'string', pattern: text, format: text },
        wrong: { type: 'integer', default: text },
        list: { type: 'array', items: { enum: [text] }, default: [text] },
        typed: {
          type: 'string',
          'x-python-type': text,
          'x-go-type': text,
          'x-ts-type': text,
          customTypePath: text,
        },
        named: { $ref: '#/components/schemas/Named' },
      },
      additionalProperties: words,
    },
    Named: {
      oneOf: [{ $ref: '#/components/schemas/Cat' }],
      discriminator: { propertyName: 'is', mapping: { [text]: 'Cat' } },
    },
    Cat: { type: 'object', properties: { is: { type: 'string' } } },
    [text]: { type: 'object', description: text, properties: { a: words } },
  };
}

/** The document with `text` everywhere. */
export function documentWith(text: string): object {
  const body = {
    description: text,
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } },
  };
  const form = {
    content: {
      'multipart/form-data': { schema: { type: 'object', properties: { [text]: { type: 'string' } } } },
    },
  };
  const strange = { content: { [`application/${text}`]: { schema: { type: 'string' } } } };
  const parameters = [
    parameter('id', 'path', text),
    parameter(text, 'query', text, { type: 'string', enum: [text, 'ok'], default: text }),
    parameter(`${text} header`, 'header', text, { type: 'string', pattern: text }),
    parameter(`${text} cookie`, 'cookie', text),
  ];
  const flow = { tokenUrl: `https://a.example/${text}`, scopes: { [text]: text } };
  return {
    openapi: '3.1.0',
    info: {
      title: text,
      version: text,
      summary: text,
      description: text,
      termsOfService: text,
      contact: { name: text, email: text },
      license: { name: text, url: text },
    },
    externalDocs: { url: text, description: text },
    servers: [
      {
        url: `https://{${text}}.example/${text}`,
        description: text,
        variables: { [text]: { default: text, description: text } },
      },
    ],
    tags: [{ name: text, description: text }],
    security: [{ [text]: [] }, { oauth: [text] }],
    paths: {
      '/pets/{id}': {
        get: operation('get', text, { parameters }),
        put: operation('put', text, { parameters: [parameters[0]], requestBody: body }),
      },
      [`/${text}`]: {
        post: operation('post', text, { requestBody: form }),
        patch: operation('patch', text, { requestBody: strange }),
      },
      '/calls': {
        post: operation('call', text, {
          requestBody: body,
          callbacks: { [text]: { '{$request.body#/url}': { post: { responses: {} } } } },
        }),
      },
    },
    webhooks: { [text]: { post: { responses: {} } } },
    components: {
      schemas: schemas(text),
      securitySchemes: {
        [text]: { type: 'apiKey', in: 'header', name: text, description: text },
        oauth: { type: 'oauth2', description: text, flows: { clientCredentials: flow } },
      },
    },
  };
}

/** What ends and begins no code in a language: comments and literals. Those of TypeScript's templates are looked into. */
const QUIET: Readonly<Record<string, RegExp>> = {
  py: /#[^\n]*|("""|''')(?:\\[\s\S]|(?!\1)[\s\S])*\1|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g,
  go: /\/\/[^\n]*|\/\*[\s\S]*?\*\/|`[^`]*`|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g,
  ts: /\/\/[^\n]*|\/\*[\s\S]*?\*\/|`(?:\\[\s\S]|[^`\\])*`|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g,
};
/** Files that hold no text of a document at all. */
const BARE =
  /(^|\/)(Makefile|Dockerfile|go\.mod|\.gitignore|\.dockerignore|\.npmrc|pytest\.ini)$|\.(sh|yml)$/;

/** Places of a file where the mark stands as code, each with what is around it. */
export function runs(path: string, text: string): string[] {
  if (BARE.test(path)) return found(text);
  const quiet = QUIET[path.slice(path.lastIndexOf('.') + 1)];
  if (quiet === undefined) return [];
  const inTemplates = [...text.matchAll(quiet)].flatMap(([token]) =>
    path.endsWith('.ts') && token.startsWith('`')
      ? [...token.matchAll(/(?<!\\)\$\{[^}]*/g)].flatMap(([code]) => found(code))
      : [],
  );
  return [...found(text.replace(quiet, ' ')), ...inTemplates];
}

const found = (text: string): string[] =>
  [...text.matchAll(new RegExp(`.{0,60}\\b${MARK}\\b.{0,20}`, 'g'))].map(([around]) => around);
