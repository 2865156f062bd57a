/** What a code means: a title, why it happens, and what to do. */
interface Entry {
  readonly title: string;
  readonly cause: string;
  readonly fix: string;
}

const entry = (title: string, cause: string, fix: string): Entry => ({ title, cause, fix });

/** Findings about where a document comes from and whether it can be read at all. */
const READING: Record<string, Entry> = {
  'spec.unreadable': entry(
    'The document cannot be read',
    'The file is missing, is a folder, or may not be opened.',
    'Check the path and its permissions.',
  ),
  'spec.too-large': entry(
    'The document is too large',
    'It is larger than the limit, which protects the memory of this machine.',
    'Leave out examples and long descriptions, or split the API into several documents.',
  ),
  'spec.binary': entry(
    'The file is not text',
    'It holds bytes that no text has.',
    'Give an OpenAPI document in JSON or YAML.',
  ),
  'spec.encoding': entry(
    'The file is not UTF-8',
    'It was saved in another encoding.',
    'Save the file as UTF-8.',
  ),
  'spec.url-form': entry(
    'The address cannot be used',
    'It is not an http or https address.',
    'Give an address that starts with https://.',
  ),
  'spec.url-unreachable': entry(
    'The server cannot be reached',
    'It is not running, its name is unknown, or the network does not lead there.',
    'Check the address and the network, or download the document and give the file.',
  ),
  'spec.url-timeout': entry(
    'The server did not answer in time',
    'It is slow or silent.',
    'Try again, or download the document and give the file.',
  ),
  'spec.url-status': entry(
    'The server refused',
    'It answered with an error status.',
    'Check the address; where it wants credentials, download the document and give the file.',
  ),
  'spec.url-redirect': entry(
    'The address redirects where it must not',
    'It redirects too often, to a private address, or to something that is not http.',
    'Give the address where the document really is.',
  ),
  'spec.json-syntax': entry(
    'The JSON has a mistake',
    'The text is not valid JSON.',
    'Mend the text at the place named.',
  ),
  'spec.yaml-syntax': entry(
    'The YAML has a mistake',
    'The text is not valid YAML.',
    'Mend the text at the place named.',
  ),
  'spec.yaml-quoted-indent': entry(
    'A quoted text is not indented',
    'YAML wants every line of it indented deeper than its key.',
    'Indent the lines, or use a block text (|).',
  ),
  'spec.yaml-several': entry(
    'The file holds several YAML documents',
    'There is text behind a line ---.',
    'Keep one document per file.',
  ),
  'spec.yaml-key': entry(
    'A YAML key is not a text',
    'A list or a map stands where a key belongs.',
    'Use a text as the key.',
  ),
  'spec.yaml-aliases': entry(
    'The YAML aliases stand for too much',
    'Aliases that refer to aliases multiply, or an alias stands inside its own anchor.',
    'Use $ref in place of aliases.',
  ),
  'spec.duplicate-key': entry(
    'A key is written twice',
    'The last one counts, the others are lost.',
    'Rename or remove one of them.',
  ),
  'spec.too-deep': entry(
    'The document is nested too deep',
    'Objects and lists stand inside each other hundreds of levels deep.',
    'Give the inner schemas names under components and refer to them.',
  ),
  'spec.number-not-json': entry(
    'A number is infinite or not a number',
    'JSON, which carries the values, has no such numbers.',
    'Leave the limit out, or give a finite number.',
  ),
  'spec.proto-key': entry(
    'A member is called __proto__',
    'In JavaScript that name changes the object itself.',
    'Rename the member.',
  ),
  'spec.not-openapi': entry(
    'This is not an OpenAPI document',
    'The file holds something else.',
    'Give an OpenAPI document, version 2.0, 3.0, 3.1 or 3.2.',
  ),
  'spec.version': entry(
    'The OpenAPI version is unknown',
    'Versions 2.0, 3.0, 3.1 and 3.2 can be read.',
    'Convert the document to one of them.',
  ),
  'spec.version-form': entry(
    'The version is not well written',
    'It must be a text of three numbers.',
    'Write it like "3.0.3", in quotes.',
  ),
};

/** Findings about `$ref`. */
const REFERENCES: Record<string, Entry> = {
  'spec.ref-missing': entry(
    'A reference leads nowhere',
    'Nothing is defined at the place that it names.',
    'Define it, or mend the $ref.',
  ),
  'spec.ref-kind': entry(
    'A reference leads to the wrong kind of thing',
    'For example a parameter refers to a schema.',
    'Refer to something of the right kind.',
  ),
  'spec.ref-form': entry(
    'A reference cannot be understood',
    'A $ref must be a text that names a file, an address or a place in the document.',
    'Mend the $ref.',
  ),
  'spec.ref-circle': entry(
    'References lead in a circle',
    'Each refers to the next and none says anything.',
    'Describe one of them.',
  ),
  'spec.ref-file': entry(
    'A file of the document is missing',
    'A $ref names a file that cannot be read.',
    'Put the file there, or mend the $ref.',
  ),
  'spec.ref-outside': entry(
    'A reference leads out of the folder',
    'Files outside the folder of the document are not read unless you say so.',
    'Move the file, or allow its folder with --allow-ref-dir.',
  ),
  'spec.ref-remote': entry(
    'A reference leads to another server',
    'Other servers are not asked unless you say so.',
    'Copy the file beside the document, or allow the host with --allow-ref-host.',
  ),
};

/** Findings about the structure, most of them mended. */
const STRUCTURE: Record<string, Entry> = {
  'spec.shape': entry(
    'A value has the wrong shape',
    'An object, a list or a text is wanted and something else is there.',
    'Write it as the OpenAPI specification says.',
  ),
  'spec.text-form': entry(
    'A text is wanted',
    'A number, a list or an object stands where a text belongs.',
    'Put the text in quotes.',
  ),
  'spec.info': entry(
    'info is incomplete',
    'Title and version name the service.',
    'Add info.title and info.version.',
  ),
  'spec.no-paths': entry(
    'There are no paths',
    'The document describes no operation.',
    'Add paths with operations.',
  ),
  'spec.path-slash': entry(
    'A path does not start with a slash',
    'Paths are added to the address of the server.',
    'Put a slash before it.',
  ),
  'spec.path-twin': entry(
    'Two operations have the same address',
    'Their paths differ in the names of the parameters only.',
    'Remove one of them.',
  ),
  'spec.method': entry(
    'A method is unknown',
    'The name is not one of get, put, post, delete, options, head, patch, trace, query.',
    'Rename it; since 3.2 other methods go under additionalOperations.',
  ),
  'spec.operation-id': entry('An operationId is used twice', 'Names must be unique.', 'Rename one of them.'),
  'spec.no-operation-id': entry(
    'Operations have no operationId',
    'Their tools are named after method and path.',
    'Add an operationId for a better name.',
  ),
  'spec.no-responses': entry(
    'An operation has no responses',
    'What it answers is unknown.',
    'Describe at least one response.',
  ),
  'spec.response-status': entry(
    'A response status is invalid',
    'Statuses are like 200, 2XX or default.',
    'Mend the status.',
  ),
  'spec.body-content': entry(
    'A request body has no content',
    'Nothing says what is sent.',
    'Add a media type with a schema.',
  ),
  'spec.body-and-form': entry(
    'An operation has a body and form fields',
    'A request has one body.',
    'Keep one of them.',
  ),
  'spec.parameter-name': entry('A parameter has no name', 'It cannot be sent.', 'Add the name.'),
  'spec.parameter-in': entry(
    'A parameter does not say where it goes',
    'in is missing or unknown.',
    'Write in: path, query, header or cookie.',
  ),
  'spec.parameter-required': entry(
    'required of a parameter is not true or false',
    'Another value stands there.',
    'Write true or false.',
  ),
  'spec.parameter-schema': entry(
    'A parameter has no schema',
    'What it accepts is unknown, or is written as in 2.0.',
    'Add a schema.',
  ),
  'spec.parameter-style': entry(
    'The style of a parameter is unknown',
    'The way its value is written is unknown.',
    'Use a style of the OpenAPI specification.',
  ),
  'spec.parameter-twice': entry(
    'A parameter is there twice',
    'Name and place together must be unique.',
    'Remove one of them.',
  ),
  'spec.path-parameter-missing': entry(
    'A path parameter is not declared',
    'The path has it in braces, the parameters have not.',
    'Declare it with in: path and required: true.',
  ),
  'spec.path-parameter-extra': entry(
    'A path parameter is not in the path',
    'There is nowhere to put its value.',
    'Remove it, or put it into the path in braces.',
  ),
  'spec.path-parameter-optional': entry(
    'A path parameter is not required',
    'A path is not complete without it.',
    'Write required: true.',
  ),
  'spec.schema-keyword': entry(
    'A keyword of a schema has a wrong value',
    'The value does not fit what JSON Schema says of the keyword.',
    'Mend the value.',
  ),
  'spec.schema-type': entry(
    'The type of a schema is unknown',
    'Types are string, number, integer, boolean, array, object and null.',
    'Write one of these types, or leave the type out.',
  ),
  'spec.schema-items': entry(
    'items is a list',
    'items is one schema; schemas by place are prefixItems since 3.1.',
    'Use a schema, or prefixItems.',
  ),
  'spec.schema-empty-list': entry(
    'A list of schemas is empty',
    'allOf, anyOf and oneOf need one schema at least.',
    'Add a schema, or remove the keyword.',
  ),
  'spec.security': entry(
    'A security requirement cannot be met',
    'It names a scheme that is not defined.',
    'Define the scheme under components.securitySchemes.',
  ),
  'spec.security-scheme': entry(
    'A security scheme is incomplete or unknown',
    'The credential cannot be sent, or only after a guess.',
    'Complete the scheme.',
  ),
  'spec.server': entry(
    'A server cannot be used',
    'Its address is not http or https, or is not complete.',
    'Give an address that starts with https://, with a default for each variable.',
  ),
};

/** Findings about overlays. */
const OVERLAYS: Record<string, Entry> = {
  'spec.overlay': entry(
    'An overlay is not valid',
    'An overlay is an object with its version, info and a list of actions (Overlay Specification 1.0 or 1.1).',
    'Mend the overlay at that place.',
  ),
  'spec.overlay-target': entry(
    'A JSONPath of an overlay cannot be used',
    'Targets are JSONPath expressions of RFC 9535.',
    "Mend the expression; names with slashes stand in brackets: $.paths['/pets'].get",
  ),
  'spec.overlay-nothing': entry(
    'An action of an overlay changes nothing',
    'Its target selects nothing in the document, which may have changed since the overlay was written.',
    'Mend the target, or remove the action.',
  ),
  'spec.overlay-merge': entry(
    'An action of an overlay cannot be done',
    'Objects merge with objects, lists take items, and the whole document cannot be removed.',
    'Remove the old value in an action before, or give one of its kind.',
  ),
};

/** Every code of `src/spec`. */
export const specCatalogue: Record<string, { title: string; cause: string; fix: string }> = {
  ...READING,
  ...OVERLAYS,
  ...REFERENCES,
  ...STRUCTURE,
};
