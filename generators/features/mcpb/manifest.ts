import { clip, isBlank, joinText, openText } from '../../../src/escape/text.js';
import type { JsonObject, ServiceModel, Tool } from '../../../src/model/types.js';
import type { ProjectOptions } from '../../../src/plan/types.js';
import { apiSettings, type Setting } from '../../shared/settings.js';

/** How a bundle is started; `${__dirname}` is where it was unpacked. */
export interface Start {
  readonly type: 'uv' | 'node' | 'binary';
  readonly entry: string;
  readonly command: string;
  readonly args: readonly string[];
}

/** What a person is asked when the bundle is installed. An empty answer is the same as none. */
const question = ({ name, about, value, secret }: Setting): JsonObject => ({
  type: 'string',
  title: name,
  description: openText(clip(about, 200)),
  required: false,
  default: openText(value),
  ...(secret ? { sensitive: true } : {}),
});

const shown = ({ name, title }: Tool): JsonObject => ({ name, description: openText(clip(title, 200)) });

/** `manifest.json` of an MCP bundle, version 0.4. Its owner writes the author. */
export function manifest(
  model: ServiceModel,
  { description }: ProjectOptions,
  program: string,
  { type, entry, command, args }: Start,
): JsonObject {
  const settings = apiSettings(model);
  const key = (name: string): string => name.toLowerCase();
  const about = isBlank(description)
    ? joinText('MCP server for ', clip(model.service.title, 80))
    : (description ?? '');
  return {
    manifest_version: '0.4',
    name: program,
    display_name: openText(clip(model.service.title, 80)),
    version: '0.1.0',
    description: openText(clip(about, 200)),
    author: { name: 'Your name' },
    server: {
      type,
      entry_point: entry,
      mcp_config: {
        command,
        args: [...args],
        env: Object.fromEntries(settings.map(({ name }) => [name, `\${user_config.${key(name)}}`])),
      },
    },
    tools: model.toolMode === 'dynamic' ? [] : model.tools.map(shown),
    tools_generated: true,
    user_config: Object.fromEntries(settings.map((setting) => [key(setting.name), question(setting)])),
  };
}
