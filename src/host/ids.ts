// Names under which VS Code knows parts of the extension, needed before the code of those parts.

/** The authentication provider. */
export const PROVIDER_ID = 'cxengage';
/** The type of the form's webviews: in the manifest's activation events too, and in what VS Code keeps of a window. */
export const VIEW_TYPE = 'cxengage.form';
/** Scheme of the documents that show an integration. */
export const DOCUMENT_SCHEME = 'cxengage';
