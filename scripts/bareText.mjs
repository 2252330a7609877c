// A lint rule: text that a person reads goes through l10n.t, so that it can be translated. Two signs give bare text
// away: it is handed to something VS Code or the page shows, or it has the look of a sentence.
const SHOWN_PROPERTIES = new Set([
  'label',
  'title',
  'detail',
  'description',
  'tooltip',
  'placeholder',
  'placeHolder',
  'prompt',
  'message',
  'help',
  'summary',
  'ariaLabel',
  'textContent',
  'validationMessage',
]);
const SHOWN_ATTRIBUTES = new Set(['aria-label', 'aria-description', 'title', 'alt', 'placeholder', 'label']);
const SHOWING_CALLS = /^(show(Information|Warning|Error)Message|setStatusBarMessage)$/;
const LOG_LEVELS = new Set(['trace', 'debug', 'info', 'warn', 'error']);
const PROGRAMMER_ERRORS = new Set(['Error', 'TypeError', 'RangeError']);
// What only machines read: selectors of the page.
const SELECTOR_CALLS = /^(querySelector(All)?|matches|closest)$/;
// Examples and code rather than words: a CONSTANT, an address, an option of a command line, an icon.
const NOT_WORDS = /^([A-Z0-9_]+|\S+@\S+|https?:\/\/\S+|-.*|\$\([\w-]+\) ?)$/;
const SENTENCE = /\p{L}{2,}[,;:]? \p{L}+/u;
const WORD = /\p{L}{2,}/u;

function nameOf(node) {
  if (node === undefined || node === null) return undefined;
  if (node.type === 'Identifier' || node.type === 'PrivateIdentifier') return node.name;
  if (node.type === 'MemberExpression') return nameOf(node.property);
  return node.type === 'Literal' ? String(node.value) : undefined;
}

const ownerOf = (callee) => (callee.type === 'MemberExpression' ? nameOf(callee.object) : undefined);

/** Calls, errors and causes whose texts no user reads, and the call that translates. */
function excuses(node) {
  if (node.type === 'Property') return nameOf(node.key) === 'cause';
  if (node.type === 'NewExpression') return PROGRAMMER_ERRORS.has(nameOf(node.callee) ?? '');
  if (node.type !== 'CallExpression') return false;
  const [name, owner] = [nameOf(node.callee) ?? '', ownerOf(node.callee) ?? ''];
  return (
    SELECTOR_CALLS.test(name) ||
    (name === 't' && owner === 'l10n') ||
    (LOG_LEVELS.has(name) && /log(ger)?$|^console$/i.test(owner))
  );
}

/** Whether a value at this place is shown: the property, assignment, attribute or call it is handed to. */
function isShown(node) {
  const { parent } = node;
  switch (parent.type) {
    case 'ConditionalExpression':
      return parent.test !== node && isShown(parent);
    case 'LogicalExpression':
    case 'TemplateLiteral':
      return isShown(parent);
    case 'Property':
      return parent.value === node && SHOWN_PROPERTIES.has(nameOf(parent.key) ?? '');
    case 'AssignmentExpression':
      return parent.right === node && SHOWN_PROPERTIES.has(nameOf(parent.left) ?? '');
    case 'CallExpression': {
      const name = nameOf(parent.callee) ?? '';
      if (name === 'setAttribute')
        return parent.arguments[1] === node && SHOWN_ATTRIBUTES.has(nameOf(parent.arguments[0]) ?? '');
      return SHOWING_CALLS.test(name) && parent.callee !== node;
    }
    default:
      return false;
  }
}

/** The words a piece of markup would show, its readable attributes included; values filled in stand as U+FFFC. */
function wordsOfMarkup(markup) {
  const attributes = [...markup.matchAll(/\s([\w-]+)="([^"]*)"/g)]
    .filter(([, name]) => SHOWN_ATTRIBUTES.has(name))
    .map(([, , value]) => value);
  const text = markup.replace(/<style>[^<]*<\/style>|<[^>]*>|&\w+;/g, '\n').split('\n');
  return [...attributes, ...text].map((part) => part.trim()).filter((part) => WORD.test(part));
}

const isName = (text, names) => names.some((name) => text.trim().toLowerCase() === name.toLowerCase());

export const bareText = {
  meta: {
    type: 'problem',
    schema: [
      {
        type: 'object',
        properties: { names: { type: 'array', items: { type: 'string' } } },
        additionalProperties: false,
      },
    ],
    messages: { bare: '“{{text}}” is shown to people: write it as l10n.t(…).' },
  },
  create(context) {
    const names = context.options[0]?.names ?? [];
    const check = (node, text) => {
      if (
        /^(Import|Export|TSLiteralType|TSExternal)/.test(node.parent.type) ||
        NOT_WORDS.test(text) ||
        isName(text, names)
      )
        return;
      if (context.sourceCode.getAncestors(node).some(excuses)) return;
      if (SENTENCE.test(text) || (WORD.test(text) && isShown(node)))
        context.report({ node, messageId: 'bare', data: { text } });
    };
    return {
      Literal(node) {
        if (typeof node.value === 'string') check(node, node.value);
      },
      TemplateLiteral(node) {
        const whole = node.quasis.map(({ value }) => value.cooked).join('\uFFFC');
        if (!/<\w/.test(whole)) for (const part of node.quasis) check(part, part.value.cooked);
        else for (const text of wordsOfMarkup(whole)) context.report({ node, messageId: 'bare', data: { text } });
      },
    };
  },
};

export default { meta: { name: 'words' }, rules: { bare: bareText } };
