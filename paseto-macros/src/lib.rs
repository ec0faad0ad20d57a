//! The macros of `actix-paseto`. Users depend on that crate, never on this one.
