// Members of SyntaxKind of jsonc-parser, whose enum has no value at run time.
export const CLOSE_BRACE = 2;
export const COMMA = 5;
export const LINE_COMMENT = 12;
export const BLOCK_COMMENT = 13;
export const LINE_BREAK = 14;
export const WHITESPACE = 15;
export const END_OF_FILE = 17;
