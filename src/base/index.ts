// Data structures and parsing with no domain.
export {};
