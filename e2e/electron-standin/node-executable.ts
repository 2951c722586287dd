/** The Node that runs the stand-in, taken before `process.execPath` becomes that of the stand-in. */
export const NODE_EXECUTABLE = process.execPath;
