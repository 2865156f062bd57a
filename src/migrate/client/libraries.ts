/** An HTTP library whose names `api_client.py` of a migrated project has, too. */
export interface Library {
  readonly name: 'httpx' | 'requests' | 'aiohttp';
  /** Full name → its name in `api_client.py`. What is used and not named here keeps the library. */
  readonly names: ReadonlyMap<string, string>;
  /** Names that make an object, with the keywords that they take; others are not to be called by the program. */
  readonly makes: ReadonlyMap<string, ReadonlySet<string>>;
  /** Functions that send a request, and wait for the answer: the program must await them now. */
  readonly waits: ReadonlySet<string>;
  /** Keywords of a request; absent when they are handed on, whatever they are. */
  readonly options?: ReadonlySet<string>;
  /** Attributes of clients and answers that `api_client.py` does not have. */
  readonly lacks: ReadonlySet<string>;
}

/** The module that stands for a library; `first` is the one that moved first. */
export const clientModule = (library: Library['name'], first: Library['name']): string =>
  library === first ? 'api_client' : `api_${library}`;

const words = (text: string): string[] => text.split(' ');
const same = (base: string, names: readonly string[]): [string, string][] =>
  names.map((name) => [`${base}.${name}`, name]);

export const VERBS = words('get post put patch delete head options request');
const REQUESTS_WAITS = VERBS.filter((name) => name !== 'options');
const REQUESTS_ERRORS = words(
  'RequestException HTTPError ConnectionError Timeout ConnectTimeout ReadTimeout TooManyRedirects InvalidURL MissingSchema InvalidSchema SSLError ProxyError ChunkedEncodingError JSONDecodeError',
);

export const LIBRARIES: readonly Library[] = [
  {
    name: 'httpx',
    names: new Map([
      ...same(
        'httpx',
        words(
          'AsyncClient Timeout Limits BasicAuth Request Response HTTPError RequestError TransportError TimeoutException ConnectTimeout ReadTimeout WriteTimeout PoolTimeout NetworkError ConnectError ReadError WriteError ProxyError ProtocolError RemoteProtocolError DecodingError UnsupportedProtocol TooManyRedirects HTTPStatusError InvalidURL',
        ),
      ),
      ...same('httpx', words('get post put patch delete head request')),
      ['httpx.Client', 'AsyncClient'],
    ]),
    makes: new Map([
      [
        'AsyncClient',
        new Set(words('base_url headers params auth cookies timeout limits follow_redirects verify')),
      ],
      ['Timeout', new Set(words('timeout connect read write pool'))],
      ['Limits', new Set(words('max_connections max_keepalive_connections keepalive_expiry'))],
      ['BasicAuth', new Set(words('username password'))],
    ]),
    waits: new Set(words('get post put patch delete head request')),
    options: new Set(
      words('method url params headers auth cookies json data content timeout follow_redirects verify'),
    ),
    lacks: new Set(
      words(
        'aiter_bytes aiter_text aiter_lines aiter_raw stream cookies history links encoding http_version extensions has_redirect_location event_hooks next_request iter_bytes iter_lines iter_text',
      ),
    ),
  },
  {
    name: 'requests',
    names: new Map([
      ...same('requests', [...REQUESTS_WAITS, 'Session', 'Response', ...REQUESTS_ERRORS]),
      ...same('requests.exceptions', REQUESTS_ERRORS),
      ['requests.auth.HTTPBasicAuth', 'HTTPBasicAuth'],
      ['requests.session', 'Session'],
      ['requests.sessions.Session', 'Session'],
      ['requests.models.Response', 'Response'],
    ]),
    makes: new Map([
      ['Session', new Set<string>()],
      ['HTTPBasicAuth', new Set(words('username password'))],
    ]),
    waits: new Set(REQUESTS_WAITS),
    options: new Set(
      words('method url params data json headers auth cookies timeout allow_redirects verify cert'),
    ),
    lacks: new Set(
      words(
        'iter_content iter_lines raw cookies history links encoding apparent_encoding is_redirect mount hooks adapters proxies trust_env prepare_request send',
      ),
    ),
  },
  {
    name: 'aiohttp',
    names: new Map([
      ...same(
        'aiohttp',
        words(
          'ClientSession ClientResponse ClientTimeout TCPConnector BasicAuth FormData ClientError ClientConnectionError ClientConnectorError ClientOSError ClientPayloadError ClientResponseError ConnectionTimeoutError ContentTypeError InvalidURL ServerDisconnectedError ServerTimeoutError',
        ),
      ),
      ...same(
        'aiohttp.client_exceptions',
        words('ClientError ClientConnectorError ClientResponseError ContentTypeError'),
      ),
    ]),
    makes: new Map(),
    waits: new Set(),
    lacks: new Set(words('ws_connect cookie_jar connector request_context')),
  },
];

/** Modules of a project that clients are made of. */
export const CLIENT_MODULES: readonly string[] = [
  'api_client',
  'api_answers',
  ...LIBRARIES.map(({ name }) => `api_${name}`),
];
