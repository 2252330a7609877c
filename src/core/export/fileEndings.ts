/** What every integration file's name ends with. */
export const INTEGRATION_FILE_ENDING = '.cxintegration.json';
/** The tenants file's name, at the root of a workspace folder. */
export const TENANTS_FILE_NAME = 'cxengage.json';
