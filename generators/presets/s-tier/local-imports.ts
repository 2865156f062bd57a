/** What a program may import without calling an API: names of modules, as regular expressions. */

const words = (text: string): string[] => text.trim().split(/\s+/);

/** The standard library without what opens connections: no `http`, `urllib.request`, `socket`, `ssl`, `ftplib`, `smtplib`, … */
const STANDARD = words(`
  __future__ abc argparse array ast asyncio atexit base64 binascii bisect builtins bz2 calendar cmath cmd code codecs collections
  colorsys concurrent configparser contextlib contextvars copy copyreg csv ctypes curses dataclasses datetime decimal difflib dis
  enum errno faulthandler fcntl filecmp fileinput fnmatch fractions functools gc getopt getpass gettext glob graphlib grp gzip
  hashlib heapq hmac html http\\.HTTPStatus importlib inspect io ipaddress itertools json keyword linecache locale logging lzma
  marshal math mimetypes mmap multiprocessing numbers operator os pathlib pickle pkgutil platform plistlib pprint pwd queue quopri
  random re readline reprlib resource runpy sched secrets select selectors shelve shlex shutil signal site sqlite3 stat statistics
  string stringprep struct subprocess sys sysconfig syslog tarfile tempfile termios textwrap threading time timeit token tokenize
  tomllib trace traceback tracemalloc types typing unicodedata unittest urllib\\.parse uuid venv warnings weakref xml zipapp zipfile
  zipimport zlib zoneinfo
`);

/** Libraries that work on data of this machine, and what servers are made with. */
const LOCAL = words(`
  anyio attr attrs bs4 cachetools chardet click colorama dateutil docx dotenv duckdb fastmcp humanize jinja2 jsonschema lxml
  markdown markdownify matplotlib mcp_types networkx numpy openpyxl orjson pandas pathspec PIL polars psutil pyarrow pydantic
  pydantic_core pydantic_settings pypdf pytz regex rich scipy seaborn simplejson sklearn sortedcontainers sqlglot starlette
  statsmodels structlog sympy tabulate tiktoken toml tomli tqdm typer typing_extensions ujson uvicorn xmltodict yaml
`);

/** An import statement of a module that is not named relative to its own package. */
export const IMPORT = String.raw`^[ \t]*(?:import|from)[ \t]+\w[^\n]*`;

/** Such a statement where all that it names is local; `{package}` is the program's own. */
export const LOCAL_IMPORT = String.raw`^[ \t]*(?:import|from)[ \t]+(?:${[...STANDARD, ...LOCAL, String.raw`mcp(?!\.client)`, '{package}'].join('|')})(?![\w])(?:[.\w]*)(?:[ \t]+(?:as|import)[ \t]|[ \t]*$)`;

/** Other ways out of this machine. */
export const OTHER_WAYS = String.raw`\bopen_connection\(|\bimport_module\(|\b__import__\(|^from fastmcp\b.*\bClient\b`;
