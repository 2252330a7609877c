/**
 * Text that stands for a value in documentation, templates and request collections: `{{token}}`, `${HOST}`,
 * `{subdomain}`, `<subdomain>`, `%HOST%`, `/:id`. No class holds its own delimiter, so that matching stays linear.
 */
const MARKED = /\{\{[^{}]*\}\}|\$\{[^{}]*\}|\{[^{}]*\}|<[^<>@:/]*>|%[A-Za-z]\w*%|\*(?=\.)|(?<=\/):[A-Za-z]\w*/u;

/** `yourdomain`, `your-company`, `MyDomainName`, `tu_subdominio`: a whole host label or user name. */
const SAMPLE_NAMES = [
  /^your[-_. ]?(?:own[-_. ]?)?(?:sub[-_]?)?(?:domain|company|account|org|organi[sz]ation|instance|zendesk|salesforce|site|host|server|tenant|user|login|e-?mail|name|api|service|workspace|team)(?:[-_. ]?(?:name|id|here|url|host|address))?$/iu,
  /^my[-_. ]?(?:sub[-_]?)?(?:domain|company|org|instance|zendesk|tenant|account)(?:[-_. ]?name)?$/iu,
  /^[ts]u[-_. ]?(?:subdominio|dominio|empresa|cuenta|instancia|organizacion|usuario|servidor)$/iu,
  /^(?:sub-?domain|domain-?name|subdominio|hostname|user-?name)$/iu,
];

/** The first placeholder in a text, as it is written there; undefined when there is none. */
export function placeholderIn(text: string): string | undefined {
  const marked = MARKED.exec(text)?.[0];
  return marked === '*' ? '*.' : marked;
}

/** Whether a host label or user name is one that documentation writes instead of a real one. */
export function isSampleName(label: string): boolean {
  return SAMPLE_NAMES.some((name) => name.test(label));
}

/** Words that documentation writes where a secret belongs, whole. */
const SAMPLE_SECRET =
  /^(?:(?:your|my|insert|enter|paste|put|the|tu|su)[-_ ](?:[a-z0-9]{1,20}[-_ ]){0,6}(?:here|token|key|password|secret|aqui|clave|contraseña)|(?:api|access|auth|bearer|client|consumer)[-_ ]?(?:token|key|secret)|token|password|passwd|secret|change[-_ ]?me|replace[-_ ]?me|todo|tbd|x{4,}|\.{3,}|…)$/iu;

/** Whether a secret as a whole is a placeholder: marked as one, an environment variable, or a word of documentation. */
export function isSampleSecret(value: string): boolean {
  const text = value.trim();
  const bare = text.replace(/^(?:bearer|token|basic)\s{1,4}/iu, '');
  const marked =
    /^(?:\{\{[^{}]*\}\}|\$\{[^{}]*\}|\{[^{}]*\}|<[^<>]*>|\[[A-Za-z][^[\]]*\]|%[A-Za-z]\w*%|\$[A-Z][A-Z0-9_]+)$/u;
  return marked.test(bare) || SAMPLE_SECRET.test(bare);
}
