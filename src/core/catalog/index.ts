export { integrationType, integrationTypes, isKnownType } from './registry';
export { isSecretProperty, knownPropertyKeys, secretKeys } from './properties';
export { hasErrors, validate, type ValidateOptions } from './validate';
export { changedProperties, toWireBody, type IntegrationInput, type PropertyChanges } from './wire';
export { isVisible, textOf, valueOf, visibleFields } from './values';
export { cleaned, normalise } from './text';
export { isMasked, MASK } from '../redact/masks';
export { AUTH_METHOD } from './types/rest';
