/** The form's webview type: in the manifest's activation events too, and in what VS Code keeps of an open window. */
export const VIEW_TYPE = 'cxengage.form';
