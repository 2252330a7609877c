/** True in the extension host of Eclipse Theia and of editors made from it, which have a workbench of their own. */
export const isTheia = /\bplugin-host\b/.test(process.argv[1] ?? '');
