import type { Catalogue } from './types.js';

/** Codes of the service model: operations, tools, schemas, security, and texts that look like instructions. */
export const MODEL_CATALOGUE = {
  'model.no-operations': {
    title: 'The document describes no operation',
    cause: 'Tools are made of operations; without one there is no server to make.',
    fix: 'Give a document with at least one operation under paths.',
  },
  'model.too-many-operations': {
    title: 'More operations are chosen than a project can hold',
    cause:
      'Each becomes a tool with code and tests; beyond 50,000 of them no type checker and no test run comes to an end.',
    fix: 'Choose fewer with --tools tags:… or --tools operations:….',
  },
  'model.tools-choice': {
    title: 'The choice of tools is not understood',
    cause:
      'It is made of auto, all, dynamic, read-only, tags:…, operations:…, methods:…, paths:… and scopes:…, joined by +.',
    fix: 'For example: read-only+tags:pets,store or paths:/repos/**+not-methods:delete.',
  },
  'model.method-unknown': {
    title: 'No operation has a chosen method',
    cause: 'The choice would be empty, or less than was meant.',
    fix: 'See create-mcp-server inspect for the operations of the document.',
  },
  'model.path-unknown': {
    title: 'No path is like a chosen pattern',
    cause: 'In a pattern, * is anything within a segment and ** any number of segments; case counts.',
    fix: 'See create-mcp-server inspect for the paths of the document.',
  },
  'model.scope-unknown': {
    title: 'No operation has a chosen scope',
    cause: 'Scopes are given to operations by the extensions x-mcp and x-speakeasy-mcp.',
    fix: 'Name one that the document gives, or add it with --overlay.',
  },
  'model.tag-unknown': {
    title: 'A chosen tag does not exist',
    cause: 'No operation of the document has that tag.',
    fix: 'See create-mcp-server inspect for the tags of the document.',
  },
  'model.operation-unknown': {
    title: 'A chosen operation does not exist',
    cause: 'No operation of the document has that name or operationId.',
    fix: 'See create-mcp-server inspect for the operations of the document.',
  },
  'model.tools-file': {
    title: 'tools.yaml is not right',
    cause:
      'It has an entry per operation under tools, with name, title, description, hidden, pinned, off and hints.',
    fix: 'Mend the file at that place.',
  },
  'model.tools-file-operation': {
    title: 'tools.yaml names an operation that does not exist',
    cause: 'No operation of the document has that operationId, name, or method and path.',
    fix: 'Mend the name, or take the entry out if the operation is gone.',
  },
  'model.tools-file-argument': {
    title: 'tools.yaml hides an argument that cannot be hidden so',
    cause: 'The tool has no such argument, or the value is none that the document admits.',
    fix: 'Mend the name or the value; the README of the project lists the arguments of each tool.',
  },
  'model.extension': {
    title: 'An extension about tools cannot be followed',
    cause: 'x-mcp and x-speakeasy-mcp have name, title, description, disabled, scopes and hints.',
    fix: 'Mend the extension in the document, or lay an overlay over it.',
  },
  'model.tools-off': {
    title: 'Operations are turned off',
    cause: 'tools.yaml, or an extension of the document, says that they are no tools.',
    fix: 'Nothing needs to be done; off: false in tools.yaml turns one on.',
  },
  'model.budget': {
    title: 'A tool is larger than the budget',
    cause: 'Its name, its arguments and their types alone need more tokens.',
    fix: 'Hide arguments in tools.yaml, or raise --tool-budget.',
  },
  'model.server-missing': {
    title: 'The document names no server',
    cause: 'Requests need an address to go to.',
    fix: 'Set the base URL in .env, or add servers to the document.',
  },
  'model.server-relative': {
    title: 'A server address is relative',
    cause: 'It says where the API lies on a host, but not on which one.',
    fix: 'Set the base URL in .env, or write the whole address into the document.',
  },
  'model.server-url': {
    title: 'A server address cannot be used',
    cause: 'Requests go to http and https addresses only.',
    fix: 'Mend the address in the document.',
  },
  'model.descriptions-cut': {
    title: 'Parts of large tools are left out',
    cause: 'A tool is read by a model each time: texts are cut first, from the inside out.',
    fix: 'See create-mcp-server inspect for what was cut of which tool; --tool-budget sets how large a tool may be.',
  },
  'operation.param-name': {
    title: 'A parameter has no name',
    cause: 'Nothing can be sent without a name.',
    fix: 'Name the parameter in the document.',
  },
  'operation.param-header': {
    title: 'A header is no argument of a tool',
    cause:
      'The HTTP client writes it, or it carries credentials or a session; a free value could smuggle a second request.',
    fix: 'Nothing needs to be done; cookies and credentials belong into security schemes.',
  },
  'operation.media-type': {
    title: 'A request body is described under a name that is no media type',
    cause: 'Content-Type wants type/subtype; the nearest that fits the name or the schema is sent.',
    fix: 'Mend the media type in the document.',
  },
  'operation.form-body': {
    title: 'A form is described as one value',
    cause: 'Forms are made of named fields; the value is sent as one of them.',
    fix: 'Describe the form as an object with a member for each field.',
  },
  'operation.path-param': {
    title: 'Path and path parameters do not agree',
    cause: 'Each {name} of a path needs a parameter, and each path parameter its {name}.',
    fix: 'Mend the path or its parameters in the document.',
  },
  'schema.type': {
    title: 'A schema names a type that does not exist',
    cause: 'JSON Schema has string, number, integer, boolean, array, object and null.',
    fix: 'Mend the type in the document.',
  },
  'schema.enum': {
    title: 'An enum is not a list of values',
    cause: 'An enumeration needs at least one value.',
    fix: 'Mend the enum in the document, or take it out.',
  },
  'schema.enum-type': {
    title: 'The values of an enum are not of the declared type',
    cause: 'As it stands, no value would be valid; the values count, the type does not.',
    fix: 'Mend the type or the values in the document.',
  },
  'schema.limit': {
    title: 'A limit is not a number',
    cause: 'It cannot be checked.',
    fix: 'Mend the keyword in the document.',
  },
  'schema.pattern': {
    title: 'A pattern is no regular expression of JSON Schema',
    cause: 'Patterns are ECMA-262 expressions, without delimiters and inline flags.',
    fix: 'Mend the pattern in the document.',
  },
  'security.scheme-missing': {
    title: 'A security requirement names no scheme',
    cause: 'Without its definition nobody knows how the credential is sent.',
    fix: 'Define the scheme under components.securitySchemes.',
  },
  'security.http-scheme': {
    title: 'An HTTP authentication scheme is not known',
    cause: 'Basic and Bearer are written by the server; others have to be given whole.',
    fix: 'Put the whole value of the Authorization header into the variable.',
  },
  'security.header-parameter': {
    title: 'The credential is described as a parameter',
    cause: 'Authorization belongs to the security schemes; as a parameter it is to be ignored.',
    fix: 'Put the whole value of the header into the variable, or define a security scheme.',
  },
  'security.unsupported': {
    title: 'A security scheme cannot be used',
    cause: 'Its type is none that OpenAPI knows.',
    fix: 'Mend the scheme in the document.',
  },
  'text.suspicious': {
    title: 'A text looks like a hidden instruction to a model',
    cause:
      'Models read descriptions, names and values of tools; a document can carry prompt injection (tool poisoning).',
    fix: 'Read the text at that place before you use the server, or refuse such documents with --strict-text.',
  },
  'text.invisible': {
    title: 'A text holds invisible characters',
    cause: 'A reader does not see them, a model does; they can hide instructions.',
    fix: 'Read the text at that place before you use the server, or refuse such documents with --strict-text.',
  },
} as const satisfies Catalogue;
