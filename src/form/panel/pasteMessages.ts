import * as l10n from '@vscode/l10n';
import { displayText } from '../../core/base/displayText';
import { integrationType } from '../../core/catalog/registry';
import { fieldLabel } from '../../core/catalog/values';
import type { NotTaken, PastedRequest, PasteNote, PasteRefusal } from '../paste/model';

/** More of them make no message that anybody reads. */
const MAX_NOT_TAKEN = 8;
const MAX_MESSAGE_LENGTH = 1000;

/** Why nothing was filled in. */
export function refusalMessage(refusal: PasteRefusal): string {
  switch (refusal) {
    case 'notARequest':
      return l10n.t('This is neither a cURL command nor a Postman request. Copy one of them and try again.');
    case 'tooLong':
      return l10n.t('The text is longer than 64 KB. Copy one request and try again.');
    case 'noAddress':
      return l10n.t('The cURL command has no URL. Copy the whole command and try again.');
    case 'addressUnreadable':
      return l10n.t('The URL of the request is not valid, so nothing was filled in. Correct it and try again.');
    case 'notHttp':
      return l10n.t('The URL of the request is not an http or https URL. A REST integration needs one.');
    case 'openQuote':
      return l10n.t('A quotation mark in the command is not closed. Copy the whole command and try again.');
    case 'powerShellCurl':
      return l10n.t(
        'This is a PowerShell command: there, curl can stand for Invoke-WebRequest. Write Invoke-WebRequest instead of curl, or paste a cURL command.',
      );
    case 'powerShellUnreadable':
      return l10n.t('The PowerShell command could not be read. Paste a cURL command instead.');
    case 'brokenJson':
      return l10n.t('The JSON is not valid. Copy the whole Postman request or collection and try again.');
    case 'environment':
      return l10n.t('This is a Postman environment. It holds no request. Paste a request or a collection.');
    case 'noUsableRequest':
      return l10n.t('The JSON holds no Postman request with a URL. Paste a request or a collection.');
  }
}

/** A request was pasted into the form of an integration that exists. */
export function savedAlreadyMessage(): string {
  return l10n.t('A request can be pasted into a new integration only.');
}

function named(name: string | undefined, withName: (name: string) => string, without: string): string {
  return name === undefined ? without : withName(name);
}

function notTakenLabel({ what, name }: NotTaken): string {
  switch (what) {
    case 'header':
      return named(name, (text) => l10n.t('header `{0}`', text), l10n.t('key in a header'));
    case 'query':
      return named(name, (text) => l10n.t('query key `{0}`', text), l10n.t('query key'));
    case 'body':
      return named(name, (text) => l10n.t('body field `{0}`', text), l10n.t('body field'));
    case 'path':
      return l10n.t('credential in the path');
    case 'cookie':
      return l10n.t('cookie');
    case 'certificate':
      return l10n.t('client certificate');
    case 'netrc':
      return l10n.t('credential in a .netrc file');
    case 'proxy':
      return l10n.t('proxy credential');
    case 'tlsUser':
      return l10n.t('TLS user');
    case 'headerFile':
      return l10n.t('headers from a file or variable');
    case 'optionFile':
      return l10n.t('options from a file');
    case 'host':
      return l10n.t('header `{0}`', 'Host');
    case 'replaced':
      return l10n.t('credential that the request overrides');
    case 'typedHeader':
      return l10n.t('typed Authorization header, which Postman overrides');
    case 'keyAsUser':
      return l10n.t('user name that looks like an API key (user names are not hidden)');
    case 'basic':
      return l10n.t('Basic credential that cannot be decoded');
    case 'digest':
      return l10n.t('digest authentication');
    case 'ntlm':
      return l10n.t('NTLM authentication');
    case 'negotiate':
      return l10n.t('Negotiate (Kerberos) authentication');
    case 'aws':
      return l10n.t('AWS signature');
    case 'hawk':
      return l10n.t('Hawk authentication');
    case 'oauth1':
      return l10n.t('OAuth 1.0 signature');
    case 'oauth2':
      return l10n.t('OAuth 2.0 sign-in');
    case 'jwt':
      return l10n.t('JWT signed for each request');
    case 'otherAuth':
      return l10n.t('another kind of authentication');
  }
}

function noteText(note: PasteNote): string {
  switch (note) {
    case 'placeholder':
      return l10n.t('A placeholder was left out. Enter the real value.');
    case 'schemeWordKept':
      return l10n.t('The word before the token is kept, because the service expects it.');
    case 'oneRequestOnly':
      return l10n.t('This token is probably valid for one request only.');
    case 'noScheme':
      return l10n.t('The URL had no scheme, which means http.');
    case 'addressUnknown':
      return l10n.t('The host is a variable or a placeholder. Enter the URL.');
    case 'pathCut':
      return l10n.t('The path ends before its first variable.');
    case 'severalAddresses':
      return l10n.t('The request has several URLs. The first one was used.');
    case 'firstCommand':
      return l10n.t('Only the first command was read.');
    case 'firstRequest':
      return l10n.t('Only the first request was read.');
    case 'typographic':
      return l10n.t('Typographic quotation marks and dashes were read as plain ones.');
    case 'unknownOption':
      return l10n.t('curl does not know one of the options. It was ignored.');
  }
}

/** Where the credential went, or what of it is still to be entered. */
function credentialText({ auth, notTaken, notes }: PastedRequest): string | undefined {
  if (auth.kind === 'none') return notTaken.length === 0 ? l10n.t('It has no credential.') : undefined;
  const isPassword = auth.kind === 'basic';
  const secret = auth.kind === 'basic' ? auth.password : auth.token;
  const key = isPassword ? 'password' : 'token';
  const label = fieldLabel(integrationType('rest'), key);
  if (secret !== '')
    return isPassword ? l10n.t('The password is in "{0}".', label) : l10n.t('The token is in "{0}".', label);
  if (notes.includes('placeholder') || notTaken.some(({ what }) => what === 'keyAsUser')) return undefined;
  return isPassword ? l10n.t('The password is not part of it.') : l10n.t('The token is not part of it.');
}

/** What was filled in, what was not taken, and how the request was read. Holds names of keys, no values. */
export function pasteMessage(request: PastedRequest): string {
  const labels = request.notTaken.map(notTakenLabel);
  const shown = labels.length > MAX_NOT_TAKEN ? [...labels.slice(0, MAX_NOT_TAKEN), '…'] : labels;
  const isWithoutField = request.notTaken.some(({ what }) => what === 'header' || what === 'query');
  const sentences = [
    l10n.t('Filled in from the request.'),
    credentialText(request),
    labels.length === 0 ? undefined : l10n.t('Not taken: {0}.', shown.join(', ')),
    isWithoutField ? l10n.t('A REST integration has no field for this.') : undefined,
    ...request.notes.map(noteText),
  ];
  return displayText(sentences.filter((sentence) => sentence !== undefined).join(' '), MAX_MESSAGE_LENGTH);
}
