/**
 * What gives away a text that speaks to a model instead of describing an API (tool poisoning, indirect prompt injection).
 * Each sign is narrow: API documents speak of tokens, keys, users and tools all the time.
 */
export interface Sign {
  /** What it looks like, for the message. */
  readonly says: string;
  readonly pattern: RegExp;
}

const SECRETS = String.raw`(?:tokens?|credentials?|passwords?|api[ _-]?keys?|private keys?|secrets?|conversations?|chat history|system prompt|cookies?|environment variables|\.env\b)`;

export const SIGNS: readonly Sign[] = [
  {
    says: 'tells a model to drop its instructions',
    pattern:
      /\b(?:ignor|disregard|forget|overrid|bypass|discard)\w*\b(?:[^.\n]|\.\S){0,40}\b(?:previous|prior|above|earlier|preceding|all|any|your|other|system|safety)\b(?:[^.\n]|\.\S){0,25}\b(?:instructions?|prompts?|guidelines|guardrails|directions)\b|\b(?:ignor|disregard|forget|bypass)\w*\b(?:[^.\n]|\.\S){0,20}\b(?:previous|prior|your|system|safety)\b(?:[^.\n]|\.\S){0,15}\brules\b/i,
  },
  {
    says: 'tells a model to drop its instructions',
    pattern:
      /ignorier\w* (?:alle |die |bitte )*(?:vorherigen|bisherigen|obigen)|ignor(?:a|ar|e|ez|er) (?:todas |toutes |tutte )?(?:las|les|le|la|all) (?:instruc|istruz)\w+|忽略.{0,8}(?:指令|指示|说明|提示)|игнорируй\w* .{0,20}инструкц/i,
  },
  {
    says: 'holds markup that addresses a model',
    pattern:
      /<\/?(?:system[-_]?prompt|instructions?|secret[-_]?instructions?)>|<\|(?:im_start|im_end|system)\|>|<\|endoftext\|>\s*(?:<\||(?:system|user|assistant|human)\b)|\[\/?INST\]|<<SYS>>/i,
  },
  {
    // In documentation written as XML, <important> is a box around paragraphs or lists, and never in capitals.
    says: 'holds markup that addresses a model',
    pattern: /<\/?IMPORTANT>|<[Ii]mportant>(?!\s*<(?:p|ul|ol|li|note|para|simpara|itemizedlist)\b)/,
  },
  {
    says: 'hides an instruction in a comment',
    pattern:
      /<!--(?:(?!-->)[\s\S]){0,300}?\b(?:system\s*:|assistant\b|you (?:must|should|are (?:now|an?|the)\b)|always|never tell|ignore (?:all|any|the|your|every|previous|prior|above)\b|this tool|the user\b|exfiltrat)/i,
  },
  { says: 'hides text behind blanks', pattern: /[^\s|][^\S\n]{120,}[^\s|]|\n(?:[^\S\n]*\n){30,}[^\S\n]*\S/ },
  {
    says: 'asks to keep something from the user',
    pattern:
      /\b(?:do not|don['’]?t|never|must not|should not)\s+(?:ever\s+)?(?:tell|inform|alert|let)\s+(?:the |your )?(?:user|human|operator|anyone|developer)\b|\b(?:do not|don['’]?t|never)\s+(?:ever\s+)?mention\s+(?:it|this|that you|these)\b/i,
  },
  {
    says: 'asks a model to pass on secrets',
    pattern: new RegExp(
      String.raw`\bexfiltrate\b|\bexfiltrat(?:ing|ion)\b(?:[^.\n]|\.\S){0,60}(?:https?:|\w@\w)|\b(?:forward|send|pass|post|upload|leak|transmit|email|append|include|copy)\w*\b(?:[^.\n]|\.\S){0,50}\b${SECRETS}(?:[^.\n]|\.\S){0,60}(?:\bwithout (?:asking|telling|informing|confirm)\w*|\b(?:silently|secretly|covertly)\b|\battacker\b|\bevil\b)`,
      'i',
    ),
  },
  {
    says: 'asks a model to pass on secrets',
    pattern:
      /\b(?:send|forward|post|upload|leak|append|include|share|transmit)\w*\b(?:[^.\n]|\.\S){0,30}\b(?:the |this |whole |entire |full |current )*(?:conversation|chat history|system prompt|message history)\b(?:[^.\n]|\.\S){0,40}\b(?:to|in|as|into)\b(?:[^.\n]|\.\S){0,20}(?:https?:|\w@\w|this (?:tool|parameter|field|argument))/i,
  },
  {
    says: 'asks a model to read files of its user',
    pattern:
      /\b(?:read|open|cat|load|fetch|contents? of|include|pass)\b(?:[^.\n]|\.\S){0,40}(?:~\/|\$HOME\/|\/home\/\w+\/)?\.?(?:\.ssh\/id_\w+(?!\.pub)|\.aws\/credentials|\/etc\/(?:passwd|shadow)|(?<![\w*])\.env\b|mcp\.json|claude_desktop_config)/i,
  },
  {
    says: 'steers how a model uses tools',
    pattern:
      /\b(?:always|first|must|instead)\b(?:[^.\n]|\.\S){0,25}\b(?:call|use|invoke|run|prefer)\w*\b(?:[^.\n]|\.\S){0,15}\bthis tool\b|\b(?:use|call|invoke|run|prefer)\s+this tool\b(?:[^.\n]|\.\S){0,30}\b(?:instead|first|always|before any)\b|\b(?:when|whenever|before|instead of|after)\b(?:[^.\n]|\.\S){0,15}\b(?:any|every|all|another)\s+(?:other\s+)?tools?\b(?:[^.\n]|\.\S){0,30}\b(?:use|call|invoke|run|is used|are used)\w*\b|\bbefore (?:using|calling|running) this tool\b|\btool shadowing\b/i,
  },
  {
    says: 'asks a model to decode and follow something',
    pattern:
      /\bdecode\b(?:[^.\n]|\.\S){0,40}\b(?:and|then)\b(?:[^.\n]|\.\S){0,15}\b(?:follow|execute|obey|run|do (?:it|what))\b/i,
  },
  {
    says: 'gives a model a role',
    pattern:
      /\byou are now\b(?:[^.\n]|\.\S){0,30}\b(?:(?:developer|admin|debug|god|root|unrestricted|jailbreak|maintenance) mode|DAN|unrestricted|jailbroken)\b|\bpretend (?:to be|you are) (?:an? )?(?:unrestricted|different) (?:ai|model|assistant)\b/i,
  },
  {
    says: 'addresses a model',
    pattern:
      /\b(?:attention|note|message|instructions?|important)\b(?:[^.\n]|\.\S){0,12}\b(?:to|for)\b(?:[^.\n]|\.\S){0,12}\b(?:AI|LLMs?|language models?)\b(?:[^.\n]|\.\S){0,20}(?:assistants?|agents?|models?)?\s*[:,.!-]|\b(?:system|developer|admin) override\b\s*(?:[:!,]|[-–—]\s|\b(?:is |now )*(?:active|activated|enabled|engaged|mode|code|accepted)\b)|\b(?:AI|LLM) (?:assistant|agent|model)s?,? (?:must|shall|please)\b|\bnew (?:system )?instructions?\s*:/i,
  },
  { says: 'holds a script address', pattern: /\]\(\s*(?:javascript|vbscript|data:text\/html)[:,;]/i },
  {
    says: 'sends data through an image address',
    pattern:
      /!\[[^\]]{0,80}\]\(\s*https?:[^)\s]{0,200}(?:\{\{|\$\{|%7B%7B|\{(?:secrets?|tokens?|data|conversation)\})/i,
  },
];

/** Every sign needs one of these: a text without any is plain. */
export const HINTS =
  /ignor|disregard|forget|overrid|bypass|discard|忽略|игнорируй|<\/?important|<\/?system|<\/?instruction|<\/?secret|<\||<<SYS|INST\]|<!--|[^\s|][^\S\n]{120}|\n(?:[^\S\n]*\n){30}|(?:do not|don['’]?t|never|must not|should not)\s+(?:ever\s+)?(?:tell|inform|alert|let|mention)|exfiltrat|without (?:asking|telling|informing|confirm)|silently|secretly|covertly|attacker|evil|conversation|chat history|system prompt|message history|\.ssh|\.aws|\/etc\/|\.env|mcp\.json|claude_desktop|this tool|other tool|another tool|all tools|any tool|every tool|tool shadowing|decode|you are now|pretend|javascript|vbscript|data:text|\b(?:AI|LLMs?|language models?)\b|override|instructions?\s*:|!\[/i;
