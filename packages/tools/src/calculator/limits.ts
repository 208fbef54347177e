/** Longest expression, in characters. It bounds the whole work of a calculation. */
export const MAX_EXPRESSION_LENGTH = 500;

/** Most parentheses inside each other. */
export const MAX_DEPTH = 50;
