/** Formats that every command has. */
export const builtInFormats = ['table', 'json', 'yaml'];
