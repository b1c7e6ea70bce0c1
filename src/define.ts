/** Defines the elements. Importing it twice is harmless; on a server it does nothing. */
export {};
