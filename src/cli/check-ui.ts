import type { CheckUi } from '../check/index.js';
import { visible } from '../diagnostics/visible.js';
import type { Screen, Step } from './screen.js';

const MAX_FINDINGS = 10;

/** Shows steps as they start and end; what a failed one found stands below it, in the tool's own words. */
export function checkUi(screen: Screen): CheckUi {
  const running = new Map<string, Step>();
  return {
    onStart: ({ id, title }) => void running.set(id, screen.step(title)),
    onLine: (id, line) => running.get(id)?.note(visible(line)),
    onEnd: (result) => {
      const step = running.get(result.id) ?? screen.step(result.title);
      running.delete(result.id);
      step.end(result.status, visible(result.detail));
      if (result.status !== 'failed') return;
      for (const { file, line, message } of result.findings.slice(0, MAX_FINDINGS)) {
        const where = file === undefined ? '' : `${file}${line === undefined ? '' : `:${line}`}  `;
        screen.complain(`    ${visible(where)}${visible(message)}`);
      }
      const left = result.findings.length - MAX_FINDINGS;
      if (left > 0) screen.complain(`    … and ${left} more`);
    },
    onNote: (line) => screen.say(visible(line)),
  };
}
