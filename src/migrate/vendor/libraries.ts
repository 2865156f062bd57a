/** Libraries that speak for one service: what they are asked, they ask over the network. */
import { STANDARD_LIBRARY } from '../facts/standard-library.js';

const words = (text: string): string[] => text.trim().split(/\s+/);

/** Modules whose functions and objects call a service. Everything below one of them belongs to it. */
const KNOWN = words(`
  alpaca amadeus anthropic apify_client arxiv asana atlassian Bio.Entrez ccxt cohere crossref dropbox elevenlabs exa_py finnhub
  firecrawl github gitlab googlemaps groq habanero hubspot jira kagiapi linkedin_api mistralai newsapi notion_client ollama openai
  openmeteo_requests polygon praw pyairtable pycoingecko pymed replicate scholarly semanticscholar sendgrid serpapi shodan slack_sdk
  spotipy stripe tavily todoist_api_python trello tweepy twilio vt wikipedia wikipediaapi wolframalpha yfinance
  youtube_transcript_api zulip
`);

/** What is no library of a service, for all that it has a class with such a name. */
const OTHERS = new Set(
  words('aiohttp fastapi fastmcp flask httpx mcp pytest requests starlette typing unittest urllib3'),
);

const CLIENT_CLASS = /^_*[A-Z]\w*?(Client|Api|API|SDK)$|^Client$/;

/**
 * The library that a full name belongs to: a known one, or any that the name says is a client of something. Undefined for names of
 * other libraries, of Python itself, and of the program.
 */
export function libraryOf(full: string, own: string): string | undefined {
  const known = KNOWN.find((name) => full === name || full.startsWith(`${name}.`));
  const top = full.split('.')[0] ?? '';
  if (known !== undefined) return known;
  const foreign = top !== own && !STANDARD_LIBRARY.has(top) && !OTHERS.has(top);
  return foreign && CLIENT_CLASS.test(full.split('.').at(-1) ?? '') ? top : undefined;
}

/** Whether a full name lies in a library. */
export const isIn = (full: string, library: string): boolean =>
  full === library || full.startsWith(`${library}.`);

/** Functions that give back an object which then asks for itself: nobody sees its class. */
export const FACTORY =
  /^(from_\w+|authorize|build|client|connect|create_client|login|resource|service_account\w*)$/;

/** Methods of data, where the asking is over: of frames, texts, dicts and lists. */
export const OF_DATA =
  /^(reset_index|to_\w+|items|keys|values|head|tail|sort_values|drop|dropna|drop_duplicates|fillna|iloc|loc|iterrows|tolist|columns|index|empty|strip|lower|upper|split|join|replace|encode|decode|format|isoformat|strftime|startswith|endswith|copy|append|read|close)$/;

/** What is done with data that were answered: of frames, texts, dicts, lists, dates, models and files. Anything else may ask for more. */
const ON_DATA = new Set(
  words(`
    agg aggregate all any apply as_dict assign astype capitalize casefold clear count date describe dict difference discard extend
    find findall findtext groupby info insert intersection isdigit isna isnull itertuples iter json json_normalize lstrip max mean
    median melt merge min model_dump model_dump_json notna notnull nunique partition pivot pivot_table pop popitem quantile
    raise_for_status readlines remove rename resample reverse rolling round rsplit rstrip set_index setdefault shift sort sort_index
    splitlines std sum time timestamp title total_seconds transpose union unique update value_counts write zfill add
  `),
);

export const isOfData = (name: string): boolean => OF_DATA.test(name) || ON_DATA.has(name);
